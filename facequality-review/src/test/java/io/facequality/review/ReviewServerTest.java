package io.facequality.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.Keep;
import io.facequality.images.FaceChoice;
import io.facequality.pipeline.FaceFolder;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Crop;
import io.facequality.pipeline.Grouping;
import io.facequality.pipeline.PictureSearch;
import io.facequality.pipeline.internal.TestPictures;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.internal.decisions.ReviewedPlan;
import io.facequality.testing.SharedData;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person's whole job, as the page does it. */
class ReviewServerTest {

    @TempDir
    private Path folder;

    private Path pictures;
    private Path plan;
    private ReviewServer server;
    private Window window;

    @BeforeEach
    void planTwoOfFourPicturesOfThreePeople() {
        pictures = folder.resolve("pictures");
        plan = folder.resolve("review/plan.json");
        TestPictures.people(pictures, 3, 4);
        try (FacePipeline pipeline = TestPictures.pipeline().build()) {
            pipeline.select(pictures, Keep.best(2)).writeTo(plan.getParent());
        }
        start();
    }

    private void start() {
        server = ReviewServer.builder()
                .root(pictures)
                .plan(plan)
                .plansBelow(folder.resolve("plans"))
                .pipelines(faces -> TestPictures.pipeline())
                .start();
        window = Window.open(server.newLink(), "window-of-the-person");
    }

    @AfterEach
    void close() throws IOException {
        window.close();
        server.close();
    }

    @Test
    void showsTheLeastSureGroupsFirst() {
        List<Double> margins = values(groups(""), "margin").map(JsonNode::asDouble).toList();

        assertThat(margins).hasSize(3).isSorted();
    }

    @Test
    void savesDecisionsBeforeItAnswers() {
        JsonNode group = group(firstGroup());
        JsonNode dropped = faces(group).filter(face -> !face.get("kept").asBoolean()).findFirst().orElseThrow();

        JsonNode decided = decide("keep", dropped.get("id").asInt());

        assertThat(decided.get("action").asInt()).isEqualTo(1);
        assertThat(decided.get("changed")).hasSize(1);
        assertThat(decided.get("counts").get("kept").asInt()).isEqualTo(7);
        assertThat(ReviewedPlan.read(plan).plan().keptPictures())
                .anyMatch(picture -> picture.path().equals(dropped.get("picture").asText()));
    }

    @Test
    void losesNothingWhenItStartsAgainOnMovedFiles() throws IOException {
        JsonNode dropped = faces(group(firstGroup())).filter(face -> !face.get("kept").asBoolean()).findFirst().orElseThrow();
        decide("keep", dropped.get("id").asInt());
        close();
        Path picture = pictures.resolve(dropped.get("picture").asText());
        Files.move(picture, picture.resolveSibling("another-name.png"));
        try (FacePipeline pipeline = TestPictures.pipeline().build()) {
            pipeline.select(pictures, Keep.best(2)).writeTo(plan.getParent());
        }
        start();

        assertThat(values(groups(""), "kept").mapToInt(JsonNode::asInt).sum()).isEqualTo(7);
        assertThat(plan.resolveSibling("plan.csv")).content().contains("another-name.png").contains(",person");
    }

    @Test
    void droppingTheLastKeptFaceDropsTheWholeGroup() {
        String id = firstGroup();
        int[] kept = faces(group(id)).filter(face -> face.get("kept").asBoolean()).mapToInt(face -> face.get("id").asInt()).toArray();

        decide("drop", kept[0]);
        decide("drop", kept[1]);

        assertThat(group(id).get("entry").get("kept").asInt()).isZero();
        assertThat(ReviewedPlan.read(plan).plan().groups()).anyMatch(group -> group.kept().isEmpty());
    }

    @Test
    void acceptsGroupsOfWhichItSaysBeforeWhatThatDoes() {
        String body = "{\"groups\":[\"g0\",\"g2\"]}";
        JsonNode preview = window.call("/api/accept/preview", body);
        assertThat(preview.get("groups").asInt()).isEqualTo(2);
        assertThat(preview.get("kept").asInt()).isEqualTo(4);

        window.call("/api/accept", body);

        assertThat(values(groups("state=undecided"), "id").map(JsonNode::asText)).containsExactly("g1");
        assertThat(groups("state=accepted")).hasSize(2);
        assertThat(window.call("/api/accept/preview", body).get("already").asInt()).isEqualTo(2);
    }

    @Test
    void undoesEveryActionBackToThePlan() {
        List<JsonNode> before = List.of(group("g0"), group("g1"), group("g2"));
        decide("keep", 0);
        window.call("/api/accept", "{\"groups\":[\"g0\",\"g1\",\"g2\"]}");
        window.call("/api/decisions", "{\"type\":\"split\",\"faces\":[0],\"other\":1}");
        window.call("/api/decisions", "{\"type\":\"name\",\"faces\":[4],\"name\":\"Ada\"}");
        window.call("/api/decisions", "{\"type\":\"same\",\"faces\":[4],\"other\":8}");

        List<Integer> undone = IntStream.range(0, 6).map(i -> window.call("/api/undo", "{}").get("action").asInt()).boxed().toList();

        assertThat(undone).containsExactly(5, 4, 3, 2, 1, 0);
        assertThat(List.of(group("g0"), group("g1"), group("g2"))).isEqualTo(before);
    }

    @Test
    void saysWhichGroupsCameAndWent() {
        JsonNode split = window.call("/api/decisions", "{\"type\":\"split\",\"faces\":[0],\"other\":1}");
        String made = split.get("after").fieldNames().next();
        assertThat(split.get("after").get(made).asText()).isEqualTo("g0");
        assertThat(groups("")).hasSize(4);

        JsonNode joined = window.call("/api/decisions", "{\"type\":\"same\",\"faces\":[1],\"other\":8}");
        assertThat(joined.get("gone")).hasSize(1).first().extracting(JsonNode::asText).isEqualTo("g2");
    }

    @Test
    void filtersByNameAndQualityAndReason() {
        assertThat(values(groups("text=PERSON-1"), "name").map(JsonNode::asText)).containsExactly("person-1");
        assertThat(groups("text=picture-3")).hasSize(3);
        assertThat(groups("from=2")).isEmpty();
        assertThat(groups("to=1&from=0")).hasSize(3);
        assertThat(groups("reason=no%20such%20reason")).isEmpty();
        assertThat(groups("findings=on")).hasSize((int) values(groups(""), "findings").filter(found -> found.asInt() > 0).count());
        decide("name", 0);
        assertThat(values(groups("state=changed"), "name").map(JsonNode::asText)).containsExactly("Ada");
        assertThat(window.status(window.get("/api/groups?state=lost"))).isEqualTo(400);
        assertThat(window.status(window.get("/api/groups?from=lost"))).isEqualTo(400);
    }

    @Test
    void tellsWhatEachCopyHas() {
        JsonNode copy = window.read("/api/groups/g0/copies").get("copies").get(0);

        assertThat(copy.get("width").asInt()).isEqualTo(112);
        assertThat(copy.get("bytes").asLong()).isPositive();
    }

    @Test
    void saysWhyAPictureCannotBeShown() throws IOException {
        JsonNode face = group("g0").get("faces").get(0);
        Files.write(pictures.resolve(face.get("picture").asText()), TestPictures.png(99));

        String answer = window.send(window.get("/api/images/" + face.get("image").asText() + "/whole")).body();

        assertThat(answer).contains("changed since it was scored");
    }

    @Test
    void movesWhatIsDroppedAndMovesItBack() {
        decide("keep", faces(group("g0")).filter(face -> !face.get("kept").asBoolean()).findFirst().orElseThrow().get("id").asInt());
        String parent = window.read("/api/status").get("plan").get("folderId").asText();
        String wanted = "{\"mode\":\"MOVE\",\"folder\":\"" + parent + "\",\"name\":\"quarantine\"}";
        JsonNode preview = window.call("/api/apply/preview", wanted);
        assertThat(preview.get("pictures").asInt()).isEqualTo(5);
        assertThat(folder.resolve("review/quarantine")).doesNotExist();

        window.call("/api/apply", wanted);
        JsonNode applied = window.event("applied");
        assertThat(applied.get("done").asInt()).isEqualTo(5);
        assertThat(applied.get("failures")).isEmpty();
        assertThat(folder.resolve("review/quarantine/undo.json")).exists();
        assertThat(plan.resolveSibling("report.html")).content().contains("\"byPerson\":true");

        String copies = wanted.replace("MOVE", "COPY").replace("quarantine", "copies");
        window.call("/api/apply", copies);
        assertThat(window.event("applied").get("moveBackTo").asText()).isEqualTo(pictures.toString());
        assertThat(window.read("/api/status").get("moveBackTo").asText()).isEqualTo(pictures.toString());

        window.call("/api/apply/undo", "{}");
        assertThat(window.event("applied").get("done").asInt()).isEqualTo(5);
        assertThat(window.read("/api/status").get("moveBackTo").isNull()).isTrue();
        assertThat(window.status(window.post("/api/apply/undo", "{}"))).isEqualTo(409);
    }

    @Test
    void runsOnAPickedFolderAndHonorsWhatWasSaidBefore() {
        String rootId = window.read("/api/status").get("roots").get(0).get("id").asText();
        String run = "{\"folder\":\"" + rootId + "\",\"group\":\"FOLDERS\",\"keep\":1}";
        window.call("/api/run", run);
        Path made = Path.of(window.event("ran").get("file").asText());
        assertThat(made).isEqualTo(folder.resolve("plans/pictures/plan.json"));
        assertThat(SelectionPlan.read(made).groups()).allMatch(group -> group.kept().size() == 1);

        window.call("/api/decisions", "{\"type\":\"same\",\"faces\":[0],\"other\":4}");
        window.call("/api/run", run);
        window.event("ran");

        SelectionPlan again = SelectionPlan.read(made);
        assertThat(again.groups()).hasSize(2).allMatch(group -> group.kept().size() == 1);
        assertThat(again.settings().get("group")).contains("1 correction by a person");
    }

    @Test
    void findsPeopleWithTheLibrarysGroupingAndHonorsWhatWasSaidBefore() throws IOException {
        close();
        Path photographs = Files.createDirectories(folder.resolve("unsorted"));
        for (String person : List.of("Ari_Fleischer", "Colin_Powell", "Jacques_Chirac")) {
            copyFirst(2, SharedData.path("data", "people-aligned", person), photographs);
        }
        server = ReviewServer.builder()
                .root(photographs)
                .plansBelow(folder.resolve("plans"))
                .pipelines(faces -> FacePipeline.builder().crop(Crop.AS_IS).faces(faces))
                .start();
        window = Window.open(server.newLink(), "window-of-the-person");
        SelectionPlan found = runOnPeople();

        assertThat(found.groups()).extracting(PlannedGroup::name)
                .containsExactly("person-0001", "person-0002", "person-0003");
        assertThat(found.groups()).allMatch(group -> group.faces().size() == 2 && group.kept().size() == 1);
        assertThat(found.settings().get("group")).startsWith("people, joined from").contains("calibrated on");

        window.call("/api/decisions", "{\"type\":\"split\",\"faces\":[1],\"other\":0}");
        window.call("/api/decisions", "{\"type\":\"same\",\"faces\":[2],\"other\":4}");
        SelectionPlan again = runOnPeople();

        assertThat(again.groups()).extracting(group -> group.faces().size()).containsExactly(1, 1, 4);
        assertThat(again.settings().get("group")).endsWith("2 corrections by people");
    }

    private static void copyFirst(int count, Path from, Path to) throws IOException {
        try (Stream<Path> pictures = Files.list(from)) {
            for (Path picture : pictures.sorted().limit(count).toList()) {
                Files.copy(picture, to.resolve(picture.getFileName()));
            }
        }
    }

    private SelectionPlan runOnPeople() {
        String rootId = window.read("/api/status").get("roots").get(0).get("id").asText();
        window.call("/api/run", "{\"folder\":\"" + rootId + "\",\"group\":\"PEOPLE\",\"keep\":1}");
        return SelectionPlan.read(Path.of(window.event("ran").get("file").asText()));
    }

    @Test
    void tellsARunWhichFacesOfAPictureItIsAbout() throws IOException {
        close();
        List<FaceChoice> asked = new CopyOnWriteArrayList<>();
        server = ReviewServer.builder()
                .root(pictures)
                .plansBelow(folder.resolve("plans"))
                .pipelines(faces -> {
                    asked.add(faces);
                    return TestPictures.pipeline();
                })
                .start();
        window = Window.open(server.newLink(), "window-of-the-person");
        String rootId = window.read("/api/status").get("roots").get(0).get("id").asText();
        for (String group : List.of("FOLDERS", "PEOPLE")) {
            window.call("/api/run", "{\"folder\":\"" + rootId + "\",\"group\":\"" + group + "\",\"keep\":1}");
            while (!window.event("work").get("job").asText().equals("none")) {
                // It is still running.
            }
        }

        assertThat(asked).containsExactly(FaceChoice.MAIN, FaceChoice.ALL);
    }

    @Test
    void saysThatProtectedPicturesStayKept() throws IOException {
        close();
        Path archive = folder.resolve("archive");
        TestPictures.write(archive.resolve("person-0/old.png"), TestPictures.png(50));
        try (FacePipeline pipeline = TestPictures.pipeline().build()) {
            FaceFolder faces = pipeline.read(pictures, PictureSearch.usual().withReference(archive));
            pipeline.select(faces, Grouping.folders(), Keep.best(2)).writeTo(plan.getParent());
        }
        start();
        JsonNode group = StreamSupport.stream(groups("text=person-0").spliterator(), false).findFirst().orElseThrow();
        List<JsonNode> faces = faces(group(group.get("id").asText())).toList();
        JsonNode old = faces.stream().filter(face -> face.get("isProtected").asBoolean()).findFirst().orElseThrow();
        assertThat(old.get("picture").asText()).endsWith("old.png");

        String answer = window.send(window.post(
                "/api/decisions", "{\"type\":\"drop\",\"faces\":[" + old.get("id") + "]}")).body();
        assertThat(answer).contains("protected folder stay kept");

        String all = faces.stream().map(face -> face.get("id").asText()).collect(Collectors.joining(","));
        JsonNode decided = window.call("/api/decisions", "{\"type\":\"drop\",\"faces\":[" + all + "]}");
        assertThat(decided.get("changed").get(0).get("kept").asInt()).isEqualTo(1);
    }

    @Test
    void neverMovesPicturesOfProtectedFoldersBelowTheRoot() throws IOException {
        close();
        try (FacePipeline pipeline = TestPictures.pipeline().build()) {
            FaceFolder faces = pipeline.read(pictures, PictureSearch.usual().withReference(pictures.resolve("person-0")));
            pipeline.select(faces, Grouping.folders(), Keep.best(2)).writeTo(plan.getParent());
        }
        start();
        String own = groups("text=person-0").get(0).get("id").asText();
        assertThat(faces(group(own))).allMatch(face -> face.get("isProtected").asBoolean() && face.get("kept").asBoolean());
        String all = faces(group(own)).map(face -> face.get("id").asText()).collect(Collectors.joining(","));

        String answer = window.send(window.post("/api/decisions", "{\"type\":\"drop\",\"faces\":[" + all + "]}")).body();

        assertThat(answer).contains("protected folder stay kept");
        assertThat(ReviewedPlan.read(plan).plan().droppedPictures())
                .hasSize(2 * 2)
                .noneMatch(picture -> picture.path().startsWith("person-0/"));
    }

    @Test
    void showsTheGroupsThatAreMostAlikeFirst() {
        JsonNode near = window.read("/api/groups/g0/near").get("groups");

        assertThat(values(near, "id").map(JsonNode::asText)).containsExactlyInAnyOrder("g1", "g2");
    }

    @Tag("slow")
    @Test
    void aRunCanBeCanceled() throws IOException {
        TestPictures.people(pictures, 200, 10);
        String rootId = window.read("/api/status").get("roots").get(0).get("id").asText();
        window.call("/api/run", "{\"folder\":\"" + rootId + "\",\"group\":\"FOLDERS\",\"keep\":1}");
        window.call("/api/cancel", "{}");

        JsonNode work = window.event("work");
        while (!work.get("job").asText().equals("none")) {
            work = window.event("work");
        }
        assertThat(work.get("problem").isNull()).isTrue();
        assertThat(window.read("/api/status").get("plan").isNull()).isTrue();
    }

    @Test
    void leavesThePlanOpenWhereAnotherJobIsRunning() throws Exception {
        close();
        CountDownLatch planIsOpenAgain = new CountDownLatch(1);
        server = ReviewServer.builder()
                .root(folder)
                .plan(plan)
                .plansBelow(folder.resolve("plans"))
                .pipelines(faces -> {
                    await(planIsOpenAgain);
                    return TestPictures.pipeline();
                })
                .start();
        window = Window.open(server.newLink(), "window-of-the-person");
        JsonNode listing = window.read("/api/folders/" + window.read("/api/status").get("plan").get("folderId").asText());
        String rootId = window.read("/api/status").get("roots").get(0).get("id").asText();
        String run = "{\"folder\":\"" + rootId + "\",\"group\":\"FOLDERS\",\"keep\":1}";
        window.call("/api/run", run);
        while (!window.read("/api/status").get("plan").isNull()) {
            // The run has yet to close it.
        }
        window.call("/api/open", "{\"id\":\"" + listing.get("plans").get(0).get("id").asText() + "\"}");

        assertThat(window.status(window.post("/api/run", run))).isEqualTo(409);
        assertThat(window.read("/api/status").get("plan").isNull()).isFalse();
        planIsOpenAgain.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new CancellationException("the test is over");
        }
    }

    @Test
    void saysWhyARunFailed() throws IOException {
        Files.createDirectories(pictures.resolve("empty"));
        String rootId = window.read("/api/status").get("roots").get(0).get("id").asText();
        String empty = window.read("/api/folders/" + rootId).get("folders").get(0).get("id").asText();
        window.call("/api/run", "{\"folder\":\"" + empty + "\",\"group\":\"FOLDERS\",\"keep\":1}");

        JsonNode work = window.event("work");
        while (!work.get("job").asText().equals("none")) {
            work = window.event("work");
        }
        assertThat(work.get("problem").asText()).contains("at least one picture");
    }

    @Test
    void endsWhenItIsClosed() {
        URI link = server.newLink();
        server.close();

        server.awaitEnd();
        assertThatThrownBy(() -> new Socket("127.0.0.1", link.getPort()).close()).isInstanceOf(ConnectException.class);
    }

    @Tag("slow")
    @Test
    void endsWithItsLastWindowWhereThatIsAskedFor() throws IOException {
        try (ReviewServer shown = ReviewServer.builder().root(pictures).untilClosed().start()) {
            Window.open(shown.newLink(), "window-of-the-person").close();

            shown.awaitEnd();
        }
    }

    @Test
    void waitingEndsWithAnInterrupt() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(server::awaitEnd).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void refusesRootThatIsNotThere() {
        ReviewServer.Builder builder = ReviewServer.builder().root(folder.resolve("gone"));

        assertThatThrownBy(builder::start).isInstanceOf(StorageException.class).hasMessageContaining("gone");
    }

    private JsonNode decide(String type, int face) {
        String name = type.equals("name") ? ",\"name\":\"Ada\"" : "";
        return window.call("/api/decisions", "{\"type\":\"" + type + "\",\"faces\":[" + face + "]" + name + "}");
    }

    private JsonNode groups(String filter) {
        return window.read("/api/groups?" + filter).get("groups");
    }

    private String firstGroup() {
        return groups("").get(0).get("id").asText();
    }

    private JsonNode group(String id) {
        return window.read("/api/groups/" + id);
    }

    private static Stream<JsonNode> faces(JsonNode group) {
        return StreamSupport.stream(group.get("faces").spliterator(), false);
    }

    private static Stream<JsonNode> values(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false).map(one -> one.get(field));
    }
}
