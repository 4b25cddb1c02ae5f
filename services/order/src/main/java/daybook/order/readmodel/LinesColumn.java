package daybook.order.readmodel;

import daybook.eventlog.serde.Json;
import jakarta.persistence.AttributeConverter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An order's lines in one column: they are only ever read and written together. */
public final class LinesColumn implements AttributeConverter<List<LineView>, String> {

    @Override
    public String convertToDatabaseColumn(List<LineView> lines) {
        return new String(Json.write(lines), StandardCharsets.UTF_8);
    }

    @Override
    public List<LineView> convertToEntityAttribute(String json) {
        return List.of(Json.read(json.getBytes(StandardCharsets.UTF_8), LineView[].class));
    }
}
