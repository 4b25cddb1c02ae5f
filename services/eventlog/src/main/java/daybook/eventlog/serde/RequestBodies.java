package daybook.eventlog.serde;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import daybook.eventlog.http.Problem;
import daybook.eventlog.http.ProblemException;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * How request bodies are read: strictly. What is missing, null, unknown or of another type is named
 * in the answer; what may be missing is an {@code Optional} in the request's record.
 */
@Provider
@Singleton
public class RequestBodies implements ObjectMapperCustomizer, ReaderInterceptor {

    private static final String UNREADABLE = "unreadable-body";

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);
        mapper.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
        mapper.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        mapper.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
        mapper.setDefaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL));
        mapper.coercionConfigFor(LogicalType.Integer)
                .setCoercion(CoercionInputShape.String, CoercionAction.Fail);
        mapper.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        mapper.registerModule(
                new SimpleModule("storable text").addDeserializer(String.class, new Storable()));
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        try {
            Object body = context.proceed();
            if (body == null) {
                throw new ProblemException(400, UNREADABLE, "The body is missing");
            }
            return body;
        } catch (WebApplicationException e) {
            // Wraps malformed JSON, which is to be answered as other flaws are.
            if (e.getCause() instanceof JsonProcessingException flaw) {
                throw flaw;
            }
            throw e;
        }
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
                        UNREADABLE,
                        "The body%s cannot be read: %s".formatted(where, e.getOriginalMessage()))
                .response()
                .build();
    }

    /**
     * Text that can be stored: a command that has got other text into the log would stop the read
     * model for good.
     */
    private static final class Storable extends StringDeserializer {

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context)
                throws IOException {
            String text = super.deserialize(parser, context);
            if (text.indexOf('\0') >= 0) {
                return refuse(context, "text must not have a NUL character");
            }
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                return refuse(context, "text must not have half a surrogate pair");
            }
            return text;
        }

        private static String refuse(DeserializationContext context, String why)
                throws IOException {
            return context.reportInputMismatch(String.class, why);
        }
    }
}
