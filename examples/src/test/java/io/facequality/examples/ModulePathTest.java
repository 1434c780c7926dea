package io.facequality.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application with a module descriptor of its own compiles against the modules, and runs on the module path. */
class ModulePathTest {

    private static final String DESCRIPTOR =
            """
            module application {
                requires io.facequality;
                requires io.facequality.catalogue;
                requires io.facequality.onnx;
                requires io.facequality.pipeline;
                requires io.facequality.select;
            }
            """;

    private static final String PROGRAM =
            """
            package application;

            import io.facequality.Keep;
            import io.facequality.FaceQualityException.ModelException;
            import io.facequality.pipeline.FacePipeline;
            import io.facequality.catalogue.LicenseConsent;
            import io.facequality.catalogue.ModelStore;
            import java.nio.file.Path;

            public class Application {
                public static void main(String[] arguments) {
                    if (arguments.length == 2) {
                        fetch(Path.of(arguments[0]), arguments[1]);
                        return;
                    }
                    try (FacePipeline faces = FacePipeline.builder().build()) {
                        System.out.println(faces.select(Path.of(arguments[0]), Keep.best(1)).keptPictures().size());
                    }
                }

                private static void fetch(Path cache, String mirror) {
                    ModelStore store = ModelStore.builder().folder(cache).mirror(mirror).attempts(1).build();
                    try {
                        store.fetch("yunet", LicenseConsent.given());
                    } catch (ModelException e) {
                        System.out.println(e.getMessage());
                    }
                }
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void anApplicationWithAModuleDescriptorCompilesAndRuns() throws Exception {
        String modules = compiled();
        assertThat(run(modules, "ALL-MODULE-PATH", picture().toString())).isEqualTo("1");
    }

    @Test
    void fetchesWithoutAnotherModule() throws Exception {
        String modules = compiled();
        String cache = folder.resolve("cache").toString();
        String nobody = "http://127.0.0.1:" + unusedPort() + "/";
        assertThat(run(modules, "ALL-MODULE-PATH", cache, nobody)).contains("no connection to 127.0.0.1");
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** The modules that the application runs with, itself included. */
    private String compiled() throws Exception {
        List<String> entries = productEntries();
        assumeTrue(entries.stream().allMatch(entry -> entry.endsWith(".jar")), "modules are packed by mvn verify");
        String modules = String.join(File.pathSeparator, entries);
        Path descriptor = Files.writeString(folder.resolve("module-info.java"), DESCRIPTOR);
        Path program = Files.writeString(
                Files.createDirectory(folder.resolve("application")).resolve("Application.java"), PROGRAM);
        Path classes = folder.resolve("classes");
        PrintWriter messages = new PrintWriter(System.out, true);
        int status = ToolProvider.findFirst("javac").orElseThrow().run(
                messages, messages, "-p", modules, "-d", classes.toString(), descriptor.toString(), program.toString());
        assertThat(status).isZero();
        return modules + File.pathSeparator + classes;
    }

    /** What an application gets from its two dependencies: the class path without the tests' own. */
    private static List<String> productEntries() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(entry -> entry.matches(
                        ".*(facequality-(api|models|onnx|images|select|pipeline|catalogue)\\b|/(org/bytedeco|com/microsoft/onnxruntime|org/tribuo|com/google/protobuf|org/apache/commons/commons-math3|com/fasterxml/jackson/(core|datatype)|de/siegmar)/).*"))
                .filter(entry -> !entry.matches(".*(tests\\.jar|test-classes)/?$"))
                .toList();
    }

    private Path picture() throws Exception {
        Path person = Files.createDirectories(folder.resolve("pictures/person"));
        try (InputStream sample = getClass().getResourceAsStream("/org/openimaj/image/data/sinaface.jpg")) {
            Files.copy(sample, person.resolve("picture.jpg"));
        }
        return person.getParent();
    }

    private static String run(String modules, String added, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-p", modules,
                "--add-modules", added, "-m", "application/application.Application"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output.lines().collect(Collectors.joining()).strip();
    }
}
