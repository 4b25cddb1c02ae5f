package daybook.cli.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;

class SbomTest {

    /** Of the word "vertx". */
    private static final String VERTX_SHA256 =
            "87bacbb7c61aedf098777eca34f51f48c7fad3b0c860f6f10dad986616d07f28";

    private static final String DOCUMENT =
            """
            {"bomFormat": "CycloneDX", "specVersion": "1.6",
             "metadata": {"component": {"group": "daybook", "name": "daybook-order", "version": "0.1.0-SNAPSHOT"}},
             "components": [
               {"group": "daybook", "name": "daybook-eventlog", "version": "0.1.0-SNAPSHOT"},
               {"group": "io.quarkus", "name": "quarkus-ide-launcher", "version": "3.34.2",
                "hashes": [{"alg": "SHA-256", "content": "1d"}]},
               {"group": "io.vertx", "name": "vertx-core", "version": "4.5.26",
                "hashes": [{"alg": "MD5", "content": "0"}, {"alg": "SHA-256", "content": "%s"}]}]}
            """
                    .formatted(VERTX_SHA256);

    private static final Map<String, String> JARS =
            Map.of(
                    "quarkus-run.jar", "01",
                    "run.jar", "01",
                    "generated-bytecode.jar", "02",
                    "transformed-bytecode.jar", "03",
                    "daybook-order-0.1.0-SNAPSHOT.jar", "04",
                    "daybook.daybook-eventlog-0.1.0-SNAPSHOT.jar", "05",
                    "io.vertx.vertx-core-4.5.26.jar", VERTX_SHA256);

    private static Sbom sbom() throws IOException {
        return Sbom.parse(DOCUMENT.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void an_image_of_exactly_what_is_listed_differs_in_nothing() throws IOException {
        assertThat(sbom().differences(JARS)).isEmpty();
    }

    @Test
    void a_jar_that_is_not_listed_is_told() throws IOException {
        assertThat(sbom().differences(with("evil-1.0.jar", "06")))
                .containsExactly("not listed: evil-1.0.jar");
    }

    @Test
    void a_jar_with_a_listed_name_and_other_content_is_told() throws IOException {
        assertThat(sbom().differences(with("io.vertx.vertx-core-4.5.26.jar", "07")))
                .containsExactly(
                        "not listed: io.vertx.vertx-core-4.5.26.jar",
                        "not in the image: vertx-core-4.5.26.jar");
    }

    @Test
    void a_component_without_a_jar_is_told() throws IOException {
        Map<String, String> jars = new HashMap<>(JARS);
        jars.remove("daybook.daybook-eventlog-0.1.0-SNAPSHOT.jar");

        assertThat(sbom().differences(jars))
                .containsExactly("not in the image: daybook-eventlog-0.1.0-SNAPSHOT.jar");
    }

    @Test
    void what_is_no_bill_of_materials_is_refused() {
        assertThatThrownBy(() -> Sbom.parse(new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessage("not a CycloneDX document");
        assertThatThrownBy(() -> Sbom.parse("{}".getBytes(StandardCharsets.UTF_8)))
                .hasMessage("not a CycloneDX document");
    }

    @Test
    void the_jars_and_the_list_are_read_out_of_an_image() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            put(tar, "app/sbom.cdx.json", DOCUMENT);
            put(tar, "app/lib/main/io.vertx.vertx-core-4.5.26.jar", "vertx");
            put(tar, "app/quarkus/quarkus-application.dat", "ignored");
        }

        ImageContent content = ImageContent.read(new ByteArrayInputStream(bytes.toByteArray()));

        assertThat(new String(content.sbom(), StandardCharsets.UTF_8)).isEqualTo(DOCUMENT);
        assertThat(content.jars())
                .containsExactly(Map.entry("io.vertx.vertx-core-4.5.26.jar", VERTX_SHA256));
    }

    private static Map<String, String> with(String jar, String sha256) {
        Map<String, String> jars = new HashMap<>(JARS);
        jars.put(jar, sha256);
        return jars;
    }

    private static void put(TarArchiveOutputStream tar, String name, String content)
            throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        var entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }
}
