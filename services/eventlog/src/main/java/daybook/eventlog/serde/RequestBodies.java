package daybook.eventlog.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import daybook.eventlog.http.Problem;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * How request bodies are read: strictly. What is missing, null or unknown is named in the answer;
 * what may be missing is an {@code Optional} in the request's record.
 */
@Singleton
public class RequestBodies implements ObjectMapperCustomizer {

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);
        mapper.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
        mapper.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        mapper.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
    }

    @ServerExceptionMapper({MismatchedInputException.class, JsonProcessingException.class})
    Response unreadable(JsonProcessingException e) {
        String where =
                e instanceof JsonMappingException mapping
                        ? mapping.getPath().stream()
                                .map(step ->
                                        step.getFieldName() == null
                                                ? "[" + step.getIndex() + "]"
                                                : "." + step.getFieldName())
                                .collect(Collectors.joining())
                        : "";
        return Problem.of(
                        400,
                        "unreadable-body",
                        "The body%s cannot be read: %s".formatted(where, e.getOriginalMessage()))
                .response()
                .build();
    }
}
