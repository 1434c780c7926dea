package io.facequality.plan.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Box;
import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.FaceId;
import io.facequality.ModelId;
import io.facequality.Outcome.Rejection;
import io.facequality.ProgressListener;
import io.facequality.ProgressListener.Progress;
import io.facequality.Selection.Optimality;
import io.facequality.Selection.Representative;
import io.facequality.internal.Sha256;
import io.facequality.pipeline.internal.SmallLibrary;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.SelectionPlan.RejectedPicture;
import io.facequality.testing.SharedData;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanReportTest {

    private static final Pattern BLOCK =
            Pattern.compile("<script type=\"application/json\" id=\"([a-z0-9-]+)\">(.*?)</script>", Pattern.DOTALL);
    private static final List<String> ODD_NAMES = List.of(
            "O'Neil \"Bob\" & <b>bold</b>",
            "</script><script>alert(1)</script>",
            "<!--<script>",
            "two\nlines",
            "-leading dash",
            "محمد صلاح",
            "\u202Ereversed",
            "😀 田中",
            "{{script}}");

    @TempDir
    Path root;

    @Test
    void showsAnyNameAsText() throws Exception {
        List<PlannedGroup> people = ODD_NAMES.stream()
                .map(name -> person(name, face(name + "/gone.jpg", "0".repeat(64), true, 0.5)))
                .toList();

        String page = page(plan(people));

        assertThat(page.split("<script", -1)).as("no script but the page's own").hasSize(1 + 2 + ODD_NAMES.size());
        assertThat(page).doesNotContain("<b>bold").doesNotContain("<!--");
        assertThat(summary(page).get("people").findValuesAsText("name")).isEqualTo(ODD_NAMES);
        assertThat(faces(page)).extracting(face -> face.get("picture").asText())
                .isEqualTo(ODD_NAMES.stream().map(name -> name + "/gone.jpg").toList());
    }

    @Test
    void writesWellFormedPageThatFetchesNothing() throws Exception {
        String sha256 = picture("Ada/1.png", gradient());

        String page = page(plan(List.of(person("Ada", face("Ada/1.png", sha256, true, 0.5)))));

        assertThat(page.replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("http:", "https:", "//www", " src=", "url(\"", "@import", "{{");
        assertThat(page.replaceAll("href=\"data:,\"", "")).doesNotContain("href=");
        String markup = page.replaceAll("(?s)(<(script|style)[^>]*>).*?(</\\2>)", "$1$3");
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(markup.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void allowsOnlyItsOwnScriptAndStyle() throws Exception {
        String page = page(plan(List.of()));

        String policy = first(page, "Content-Security-Policy\" content=\"([^\"]*)\"");
        assertThat(policy)
                .startsWith("default-src 'none'; img-src data:;")
                .contains("style-src '" + digest(first(page, "<style>(.*?)</style>")) + "'")
                .contains("script-src '" + digest(first(page, "<script>(.*?)</script>")) + "'")
                .doesNotContain("unsafe");
    }

    @Test
    void explainsWholePlan() throws Exception {
        String sha256 = picture("Ada/1.png", gradient());
        SelectionPlan plan = new SelectionPlan(
                new SelectionPlan.Provenance(
                        "1.2.3", Map.of("keep", "1"), Map.of("quality", new ModelId("mini", "7", "ab".repeat(32)))),
                root,
                List.of(person(
                        "Ada", face("Ada/1.png", sha256, true, 0.75), face("Ada/1.png", sha256, false, 0.25))),
                List.of(new RejectedPicture("Ada/2.png", Rejection.Cause.TRUNCATED, "it ends too soon")),
                List.of());

        String page = page(plan);

        assertThat(page).contains("<dt>People</dt><dd>1</dd>", "<dt>Faces</dt><dd>2</dd>", "<dt>Kept</dt><dd>1</dd>");
        JsonNode summary = summary(page);
        assertThat(summary.get("version").asText()).isEqualTo("1.2.3");
        assertThat(summary.get("settings").get(0).get("value").asText()).isEqualTo("1");
        assertThat(summary.get("models").get(0).get("sha256").asText()).isEqualTo("ab".repeat(32));
        assertThat(summary.get("rejected").get(0).get("message").asText()).isEqualTo("it ends too soon");
        assertThat(summary.get("causes").get(0).get("cause").asText()).isEqualTo("TRUNCATED");
        JsonNode dropped = faces(page).get(1);
        assertThat(dropped.get("kept").asBoolean()).isFalse();
        assertThat(dropped.get("quality").asDouble()).isEqualTo(0.25);
        assertThat(dropped.get("representative").asDouble()).isEqualTo(0.5);
        assertThat(dropped.get("nearest").asDouble()).isEqualTo(0.625);
        assertThat(dropped.get("reason").asText()).isEqualTo("because");
    }

    @Test
    void explainsMissingThumbnail() throws Exception {
        String sha256 = picture("Ada/1.png", gradient());
        picture("changed.png", gradient());
        Files.writeString(root.resolve("broken.jpg"), "no picture");
        Path outside = root.resolveSibling("outside.png");
        Files.copy(root.resolve("Ada/1.png"), outside);

        JsonNode[] faces = faces(page(plan(List.of(person(
                        "Ada",
                        face("Ada/1.png", sha256, true, 0.5),
                        face("gone.png", sha256, false, 0.5),
                        face("changed.png", "0".repeat(64), false, 0.5),
                        face("broken.jpg", Sha256.of(Files.readAllBytes(root.resolve("broken.jpg"))), false, 0.5),
                        face("nul\0.png", sha256, false, 0.5),
                        face("../outside.png", sha256, false, 0.5))))))
                .toArray(JsonNode[]::new);

        Files.delete(outside);
        assertThat(faces[0].has("jpeg")).isTrue();
        assertThat(Arrays.stream(faces).skip(1)).noneMatch(face -> face.has("jpeg"));
        assertThat(faces[1].get("problem").asText()).contains("no such file");
        assertThat(faces[2].get("problem").asText()).contains("changed since");
        assertThat(faces[3].get("problem").asText()).contains("broken.jpg");
        assertThat(faces[4].get("problem").asText()).isNotBlank();
        assertThat(faces[5].get("problem").asText()).isNotBlank();
    }

    @Test
    void showsFaceInsteadOfWholePicture() throws Exception {
        BufferedImage blueOnTheRight = painted(400, 200, Color.RED, graphics -> {
            graphics.setColor(Color.BLUE);
            graphics.fillRect(200, 0, 200, 200);
        });
        String sha256 = picture("two.png", blueOnTheRight);

        String page = page(plan(
                List.of(person("Ada", detected("two.png", sha256, 0, 40), detected("two.png", sha256, 1, 240)))));

        List<BufferedImage> thumbnails = thumbnails(page);
        assertThat(new Color(thumbnails.get(0).getRGB(56, 56)).getRed()).isGreaterThan(200);
        assertThat(new Color(thumbnails.get(1).getRGB(56, 56)).getBlue()).isGreaterThan(200);
    }

    @Test
    void turnsThumbnailAsPictureWasTurned() throws Exception {
        byte[] upsideDown = turnedByHalf(painted(112, 112, Color.RED, graphics -> {
            graphics.setColor(Color.BLUE);
            graphics.fillRect(0, 56, 112, 56);
        }));
        Files.write(root.resolve("turned.jpg"), upsideDown);
        List<PlannedGroup> people = List.of(person("Ada", face("turned.jpg", sha256(upsideDown), true, 0.5)));

        BufferedImage asStored = thumbnails(page(plan(Map.of("orientation", "AS_STORED"), people))).get(0);
        BufferedImage applied = thumbnails(page(plan(Map.of("orientation", "APPLY_EXIF"), people))).get(0);

        assertThat(new Color(asStored.getRGB(56, 20)).getRed()).isGreaterThan(200);
        assertThat(new Color(applied.getRGB(56, 20)).getBlue()).isGreaterThan(200);
    }

    @Test
    void showsRealCropsUnchanged() throws Exception {
        Path aligned = SharedData.path("data", "people-aligned");
        List<PlannedGroup> people = Stream.of("Abdullah_Gul", "Ariel_Sharon", "Serena_Williams")
                .map(name -> realPerson(aligned, name))
                .toList();
        SelectionPlan plan = new SelectionPlan(SmallLibrary.provenance(), aligned, people, List.of(), List.of());

        List<BufferedImage> thumbnails = thumbnails(page(plan));

        List<PlannedFace> faces = people.stream().flatMap(person -> person.faces().stream()).toList();
        assertThat(thumbnails).hasSameSizeAs(faces);
        for (int i = 0; i < faces.size(); i++) {
            BufferedImage original = ImageIO.read(aligned.resolve(faces.get(i).picture()).toFile());
            assertThat(meanDifference(original, thumbnails.get(i))).isLessThan(6);
        }
    }

    @Tag("slow")
    @Test
    void fitsFiveThousandPeopleIntoOnePage() throws Exception {
        String sha256 = picture("face.png", gradient());
        List<PlannedGroup> people = IntStream.range(0, 5000)
                .mapToObj(person -> person("person " + person, IntStream.range(0, 10)
                        .mapToObj(face -> face("face.png", sha256, face < 3, (face * 7 % 10) / 10.0))
                        .toArray(PlannedFace[]::new)))
                .toList();
        List<Progress> told = new ArrayList<>();

        String page = page(plan(people), told::add);

        List<JsonNode> faces = faces(page);
        assertThat(page).hasSizeLessThan(48 << 20);
        assertThat(faces.stream().mapToLong(face -> face.get("jpeg").asText().length()).sum())
                .isLessThanOrEqualTo(ReportThumbnails.ROOM);
        assertThat(faces.stream().filter(face -> face.get("kept").asBoolean())).hasSize(15_000);
        JsonNode somebody = summary(page).get("people").get(4711);
        assertThat(somebody.get("dropped").asInt()).isEqualTo(7);
        assertThat(somebody.get("leftOut").asInt()).isBetween(1, 6);
        assertThat(faces.subList(0, 10 - somebody.get("leftOut").asInt()))
                .as("those of the lowest quality are left out")
                .filteredOn(face -> !face.get("kept").asBoolean())
                .extracting(face -> face.get("quality").asDouble())
                .contains(0.9, 0.8)
                .doesNotContain(0.1);
        assertThat(told.get(told.size() - 1))
                .isEqualTo(new Progress(Progress.Stage.REPORTING, faces.size(), faces.size(), 0));
    }

    @Test
    void stopsThumbnailsWhenPageIsFull() throws Exception {
        Random random = new Random(1);
        BufferedImage noise = new BufferedImage(112, 112, BufferedImage.TYPE_INT_RGB);
        IntStream.range(0, 112 * 112).forEach(i -> noise.setRGB(i % 112, i / 112, random.nextInt()));
        String sha256 = picture("noise.png", noise);
        List<PlannedGroup> people = IntStream.range(0, 7000)
                .mapToObj(person -> person("person " + person, face("noise.png", sha256, true, 0.5)))
                .toList();

        List<JsonNode> faces = faces(page(plan(people)));

        int shown = (int) faces.stream().takeWhile(face -> face.has("jpeg")).count();
        assertThat(shown).isBetween(500, 6999);
        assertThat(faces.subList(shown, faces.size()))
                .allMatch(face -> face.get("problem").asText().contains("no room"));
        assertThat(faces.stream().limit(shown).mapToLong(face -> face.get("jpeg").asText().length()).sum())
                .isLessThanOrEqualTo(ReportThumbnails.ROOM);
    }

    @Test
    void writesSamePageForSamePlan() throws Exception {
        String sha256 = picture("face.png", gradient());
        SelectionPlan plan = plan(IntStream.range(0, 40)
                .mapToObj(person -> person("person " + person, face("face.png", sha256, true, 0.5)))
                .toList());

        assertThat(page(plan)).isEqualTo(page(plan));
    }

    @Test
    void endsWhenInterrupted() throws Exception {
        String sha256 = picture("face.png", gradient());
        SelectionPlan plan = plan(IntStream.range(0, 1000)
                .mapToObj(person -> person("person " + person, face("face.png", sha256, true, 0.5)))
                .toList());

        assertThatThrownBy(() -> page(plan, progress -> Thread.currentThread().interrupt()))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).as("the interrupt flag stays set").isTrue();
    }

    @Test
    void reportsDiskFailure() throws Exception {
        SelectionPlan plan = plan(List.of(person("Ada", face("gone.png", "0".repeat(64), true, 0.5))));
        OutputStream full = new OutputStream() {
            private int left = 60_000;

            @Override
            public void write(int value) throws IOException {
                if (left-- == 0) {
                    throw new IOException("no space left");
                }
            }
        };

        assertThatThrownBy(() -> {
                    while (true) {
                        PlanReport.write(plan, ProgressListener.none(), full);
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessage("no space left");
    }

    private SelectionPlan plan(List<PlannedGroup> people) {
        return plan(Map.of(), people);
    }

    private SelectionPlan plan(Map<String, String> settings, List<PlannedGroup> people) {
        return new SelectionPlan(
                new SelectionPlan.Provenance("1", settings, Map.of()), root, people, List.of(), List.of());
    }

    private static PlannedGroup person(String name, PlannedFace... faces) {
        return new PlannedGroup(
                name,
                List.of(faces),
                new PlannedGroup.Choice(
                        Representative.copyOf(1), "distance", OptionalDouble.of(0.5),
                        new PlannedGroup.Search("exhaustive", new Optimality.Proven(), 1), Optional.empty()),
                Optional.empty());
    }

    private static PlannedFace face(String picture, String sha256, boolean kept, double quality) {
        return new PlannedFace(
                new FaceId(picture, 0), sha256, quality, Optional.empty(),
                new PlannedFace.Decision(kept, 0.5, 0.625, "because"));
    }

    /** A face of the template's size, with the corner of its crop 44 pixels below the top. */
    private static PlannedFace detected(String picture, String sha256, int ordinal, int left) {
        Landmarks landmarks = new Landmarks(
                new Point(left + 38, 96), new Point(left + 74, 96), new Point(left + 56, 116),
                new Point(left + 42, 136), new Point(left + 71, 136));
        DetectedFace detection = new DetectedFace(new Box(left, 44, 112, 112), landmarks, 1);
        return new PlannedFace(
                new FaceId(picture, ordinal), sha256, 0.5, Optional.of(detection),
                new PlannedFace.Decision(true, 0.5, 0.625, "because"));
    }

    private static PlannedGroup realPerson(Path root, String name) {
        try (Stream<Path> pictures = Files.list(root.resolve(name))) {
            return person(
                    name,
                    pictures.sorted()
                            .limit(4)
                            .map(file -> face(
                                    name + "/" + file.getFileName(), sha256(bytes(file)),
                                    file.toString().endsWith("1.jpg"), 0.5))
                            .toArray(PlannedFace[]::new));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String picture(String name, BufferedImage image) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
        return sha256(Files.readAllBytes(file));
    }

    private static BufferedImage gradient() {
        BufferedImage image = new BufferedImage(112, 112, BufferedImage.TYPE_INT_RGB);
        IntStream.range(0, 112 * 112)
                .forEach(i -> image.setRGB(i % 112, i / 112, new Color(i % 112 * 2, i / 112 * 2, 128).getRGB()));
        return image;
    }

    private static BufferedImage painted(
            int width, int height, Color background, Consumer<Graphics2D> painter) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(background);
        graphics.fillRect(0, 0, width, height);
        painter.accept(graphics);
        graphics.dispose();
        return image;
    }

    /** A JPEG whose camera noted that it was held upside down: EXIF orientation 3. */
    private static byte[] turnedByHalf(BufferedImage image) throws IOException {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", stored);
        byte[] jpeg = stored.toByteArray();
        byte[] exif = HexFormat.of().parseHex("FFE10022" + "457869660000" + "4D4D002A00000008"
                + "0001" + "0112000300000001" + "00030000" + "00000000");
        ByteArrayOutputStream turned = new ByteArrayOutputStream();
        turned.write(jpeg, 0, 2);
        turned.write(exif);
        turned.write(jpeg, 2, jpeg.length - 2);
        return turned.toByteArray();
    }

    private static double meanDifference(BufferedImage one, BufferedImage other) {
        return IntStream.range(0, 112 * 112)
                .map(i -> Math.abs(new Color(one.getRGB(i % 112, i / 112)).getGreen()
                        - new Color(other.getRGB(i % 112, i / 112)).getGreen()))
                .average()
                .orElseThrow();
    }

    private static String page(SelectionPlan plan) throws IOException {
        return page(plan, ProgressListener.none());
    }

    private static String page(SelectionPlan plan, ProgressListener listener) throws IOException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        PlanReport.write(plan, listener, stream);
        return stream.toString(StandardCharsets.UTF_8);
    }

    private static JsonNode summary(String page) throws IOException {
        return new ObjectMapper().readTree(first(page, "id=\"summary\">(.*?)</script>"));
    }

    private static List<JsonNode> faces(String page) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<JsonNode> faces = new ArrayList<>();
        for (MatchResult block : BLOCK.matcher(page).results().toList()) {
            if (block.group(1).startsWith("person-")) {
                mapper.readTree(block.group(2)).get("faces").forEach(faces::add);
            }
        }
        return faces;
    }

    private static List<BufferedImage> thumbnails(String page) throws IOException {
        String prefix = summary(page).get("thumbnail").get("prefix").asText();
        List<BufferedImage> thumbnails = new ArrayList<>();
        for (JsonNode face : faces(page)) {
            byte[] jpeg = Base64.getDecoder().decode(prefix + face.get("jpeg").asText());
            thumbnails.add(ImageIO.read(new ByteArrayInputStream(jpeg)));
        }
        return thumbnails;
    }

    private static String first(String text, String pattern) {
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(text)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    private static String digest(String text) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }

    private static String sha256(byte[] bytes) {
        return Sha256.of(bytes);
    }
}
