package daybook.cli.images;

import daybook.local.Progress;
import daybook.local.StackFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Builds the images of this project's modules, each with a list of what is in it. */
public final class ImageBuild {

    private static final Pattern VERSION =
            Pattern.compile(
                    "<artifactId>daybook</artifactId>\\s*<version>([^<]+?)(-SNAPSHOT)?</version>");

    /** A remote that others can reach; a directory of this machine says nothing to them. */
    private static final Pattern PUBLIC_URL =
            Pattern.compile("(https?|ssh|git)://\\S+|\\S+@\\S+:\\S+");

    private final Path project;
    private final Path log;
    private final Progress progress;

    /**
     * An image that was built.
     *
     * @param bytes its size with its base
     * @param components how many the list of its content has
     */
    public record Built(String image, long bytes, int components) {}

    /**
     * @param project the checkout, with the built modules in it
     * @param log gets what docker and Maven say
     */
    public ImageBuild(Path project, Path log, Progress progress) {
        this.project = project;
        this.log = log;
        this.progress = progress;
    }

    /**
     * @param base the image to stand on; that of the Dockerfile if empty
     * @throws StackFailure if something is missing or an image holds what its list does not name
     */
    public List<Built> build(Form form, List<Module> modules, String base)
            throws IOException, InterruptedException {
        DockerEngine engine = DockerEngine.find(log);
        for (Module module : modules) {
            form.require(project, module);
        }
        new Sboms(project, log, progress).refresh(modules);
        String version = version();
        Map<String, String> common = new LinkedHashMap<>();
        common.put("VERSION", version);
        git("rev-parse", "HEAD").ifPresent(revision -> common.put("REVISION", revision));
        git("config", "remote.origin.url")
                .filter(url -> PUBLIC_URL.matcher(url).matches())
                .ifPresent(url -> common.put("SOURCE", url));
        if (!base.isBlank()) {
            common.put("BASE", base);
        }
        List<Built> all = new ArrayList<>();
        for (Module module : modules) {
            String image = "daybook/" + module.label() + ":" + form.tag(module, version);
            progress.report(module.label(), "building " + image);
            Map<String, String> arguments = new LinkedHashMap<>(common);
            arguments.put("NAME", module.label());
            arguments.putAll(form.arguments(module));
            engine.build(
                    project.resolve(form.dockerfile()), module.target(project), arguments, image);
            all.add(check(engine, form, image));
        }
        return all;
    }

    private static Built check(DockerEngine engine, Form form, String image)
            throws IOException, InterruptedException {
        ImageContent content = engine.content(image);
        Sbom sbom = Sbom.parse(content.sbom());
        List<String> differences = form == Form.JVM ? sbom.differences(content.jars()) : List.of();
        if (!differences.isEmpty()) {
            throw new StackFailure(
                    "%s and its SBOM do not agree: %s"
                            .formatted(image, String.join(", ", differences)));
        }
        return new Built(image, engine.size(image), sbom.size());
    }

    /** The version of the parent; an image is a release candidate and no snapshot. */
    private String version() throws IOException {
        Matcher matcher = VERSION.matcher(Files.readString(project.resolve("pom.xml")));
        if (!matcher.find()) {
            throw new StackFailure("no version in " + project.resolve("pom.xml"));
        }
        return matcher.group(1);
    }

    private Optional<String> git(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                Stream.concat(Stream.of("git", "-C", project.toString()), Stream.of(arguments))
                        .toList();
        try {
            Process git =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String output =
                    new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 && !output.isEmpty() ? Optional.of(output) : Optional.empty();
        } catch (IOException notInstalled) {
            return Optional.empty();
        }
    }
}
