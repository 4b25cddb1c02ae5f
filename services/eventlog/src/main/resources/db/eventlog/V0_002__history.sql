-- Where a stream's events stand in the log, so that its history is looked up and not searched for.

CREATE INDEX eventlog_answer_version ON eventlog_answer (stream_id, version) INCLUDE (log_offset) WHERE kind = 'DONE';
