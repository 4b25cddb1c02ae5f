package daybook.gateway.upstream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteBufferFeeder;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Whether bytes that come in pieces are one JSON value; builds nothing out of them. */
final class JsonCheck {
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

    private final JsonParser parser;
    private final ByteBufferFeeder feeder;
    private int depth;
    private int values;
    private boolean broken;

    JsonCheck() {
        try {
            parser = JSON.createNonBlockingByteBufferParser();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        feeder = (ByteBufferFeeder) parser.getNonBlockingInputFeeder();
    }

    @SuppressWarnings("deprecation") // Vert.x 4 has no other way to the bytes without a copy
    void add(Buffer piece) {
        if (broken || piece.length() == 0) {
            return;
        }
        try {
            feeder.feedInput(piece.getByteBuf().nioBuffer());
            read();
        } catch (IOException _) {
            broken = true;
        }
    }

    /** To be asked once, when all pieces are there. */
    boolean isOneValue() {
        try {
            feeder.endOfInput();
            read();
            parser.close();
        } catch (IOException _) {
            broken = true;
        }
        return !broken && depth == 0 && values == 1;
    }

    private void read() throws IOException {
        for (JsonToken token = parser.nextToken();
                token != null && token != JsonToken.NOT_AVAILABLE;
                token = parser.nextToken()) {
            if (token.isStructEnd()) {
                depth--;
            } else if (depth == 0) {
                values++;
            }
            if (token.isStructStart()) {
                depth++;
            }
        }
    }
}
