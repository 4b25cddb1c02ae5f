package daybook.cli.faults;

/**
 * A request that can be repeated word for word.
 *
 * @param key the idempotency key; empty for a query
 * @param ifMatch an ETag; empty for none
 */
record Request(
        int client,
        int operation,
        String kind,
        String user,
        String service,
        String stream,
        String path,
        String body,
        String key,
        String ifMatch) {

    Request reused(int byOperation, String otherBody) {
        return new Request(
                client,
                byOperation,
                Attempt.REUSE,
                user,
                service,
                stream,
                path,
                otherBody,
                key,
                ifMatch);
    }

    Request by(int byOperation) {
        return new Request(
                client, byOperation, kind, user, service, stream, path, body, key, ifMatch);
    }
}
