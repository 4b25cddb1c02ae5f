package daybook.cli.images;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * What an image has in /app.
 *
 * @param sbom empty if there is none
 * @param jars name without directories, and SHA-256 in hexadecimal
 */
record ImageContent(byte[] sbom, Map<String, String> jars) {

    static final String SBOM = "sbom.cdx.json";

    ImageContent {
        jars = Map.copyOf(jars);
    }

    static ImageContent read(InputStream archive) throws IOException {
        byte[] sbom = {};
        Map<String, String> jars = new HashMap<>();
        var tar = new TarArchiveInputStream(archive);
        for (TarArchiveEntry entry = tar.getNextEntry();
                entry != null;
                entry = tar.getNextEntry()) {
            String name = String.valueOf(Path.of(entry.getName()).getFileName());
            if (name.equals(SBOM)) {
                sbom = tar.readAllBytes();
            } else if (name.endsWith(".jar")) {
                jars.put(name, sha256(tar));
            }
        }
        return new ImageContent(sbom, jars);
    }

    private static String sha256(InputStream content) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[64 * 1024];
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
