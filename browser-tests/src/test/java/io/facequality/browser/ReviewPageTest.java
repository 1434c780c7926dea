package io.facequality.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.facequality.Keep;
import io.facequality.pipeline.FaceFolder;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.Grouping;
import io.facequality.pipeline.PictureSearch;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.internal.decisions.ReviewedPlan;
import io.facequality.review.ReviewServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as people use it: by keys, on a phone, in the dark, in a second window. */
class ReviewPageTest {

    private static final int MILLIS = 60_000;

    private static final String CLIPPED_LABELS = """
            () => [...document.querySelectorAll(".toggle")].filter((label) =>
                label.getBoundingClientRect().right > label.closest(".face-card").getBoundingClientRect().right - 2)
                .map((label) => label.textContent)""";

    @TempDir
    private static Path shared;

    private static Path demo;
    private static Playwright playwright;
    private static Browser browser;

    @TempDir
    private Path folder;

    private Path pictures;
    private ReviewServer server;
    private BrowserContext context;
    private Page page;

    private final List<String> requests = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void startBrowser() {
        demo = Demo.in(shared);
        PlaywrightAssertions.setDefaultAssertionTimeout(MILLIS);
        playwright = Playwright.create();
        browser = Browsers.chromium(playwright);
    }

    @AfterAll
    static void stopBrowser() {
        playwright.close();
    }

    @BeforeEach
    void openThePageOnTheDemosPeople() throws IOException {
        pictures = copy(demo.resolve("pictures"), folder.resolve("pictures"));
        server = ReviewServer.builder().folder(pictures).plansBelow(folder.resolve("plans")).start();
        context = context(1280, 800, ColorScheme.LIGHT);
        page = open(context);
    }

    @AfterEach
    void nothingLeftTheMachineAndNothingWasComplainedAbout() {
        String address = "http://" + server.newLink().getAuthority() + "/";
        context.close();
        server.close();
        assertThat(requests).isNotEmpty().allMatch(url -> url.startsWith(address) || url.startsWith("blob:" + address));
        assertThat(complaints).isEmpty();
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }

    private BrowserContext context(int width, int height, ColorScheme colors) {
        BrowserContext made = browser.newContext(
                new NewContextOptions().setViewportSize(width, height).setColorScheme(colors));
        made.setDefaultTimeout(MILLIS);
        return made;
    }

    private Page open(BrowserContext in) {
        Page opened = in.newPage();
        opened.onRequest(request -> requests.add(request.url()));
        opened.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        opened.onPageError(complaints::add);
        opened.navigate(server.newLink().toString());
        return opened;
    }

    private void makeThePlan() {
        page.getByText("Folders as they are").click();
        button("Start").click();
        settled();
    }

    /** A group is shown, with all its pictures, and may be changed. */
    private void settled() {
        assertThat(page.locator(".face-card.is-current")).hasCount(1);
        assertThat(page.locator("img.loading")).hasCount(0);
        assertThat(page.locator("body")).not().hasClass(Pattern.compile("read-only"));
    }

    private Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name));
    }

    private void press(String... keys) {
        for (String key : keys) {
            page.keyboard().press(key);
        }
    }

    private void saved() {
        assertThat(page.locator("#saved")).hasText("Saved ✓");
    }

    private Locator card(int number) {
        return page.locator(".face-card").nth(number - 1);
    }

    private Path plan() {
        return folder.resolve("plans/pictures/plan.json");
    }

    private long kept() {
        return ReviewedPlan.read(plan()).plan().keptPictures().size();
    }

    @Test
    void doesTheWholeJobByKeys() throws IOException {
        makeThePlan();
        assertThat(page.locator(".face-card")).hasCount(12);
        assertThat(page.locator(".face-card.is-kept")).hasCount(3);

        press("ArrowRight", "ArrowRight", "ArrowRight", "k", "1");
        saved();
        assertThat(card(4)).hasClass(Pattern.compile("is-kept.*is-changed"));
        assertThat(card(1)).hasClass(Pattern.compile("is-dropped.*is-changed"));

        page.reload();
        settled();
        assertThat(card(4)).hasClass(Pattern.compile("is-kept.*is-changed"));
        assertThat(card(1)).hasClass(Pattern.compile("is-dropped.*is-changed"));
        assertThat(kept()).isEqualTo(3);

        press("Shift+Enter");
        assertThat(page.locator("dialog")).containsText("Faces kept");
        press("Enter");
        assertThat(page.locator(".done-line")).containsText("1 of 1 accepted");

        button("Apply…").click();
        page.getByText("Move away what is dropped").click();
        button("See what it does").click();
        assertThat(page.locator("dialog")).containsText("Pictures dropped");
        button("Move 9 pictures").click();
        assertThat(page.locator("dialog")).containsText("9 pictures moved away");
        assertThat(pictureFiles()).isEqualTo(3);
        assertThat(plan().resolveSibling("plan.csv")).content().contains(",person");

        button("Done").click();
        page.reload();
        settled();
        button("Apply…").click();
        assertThat(page.locator("dialog")).containsText("Pictures were moved away");
        button("Move them back…").click();
        assertThat(page.locator("dialog .path")).hasText(pictures.toString());
        button("Move them back").click();
        assertThat(page.locator("dialog")).containsText("9 pictures moved back");
        assertThat(pictureFiles()).isEqualTo(12);
    }

    private long pictureFiles() throws IOException {
        try (Stream<Path> files = Files.list(pictures.resolve("person"))) {
            return files.count();
        }
    }

    @Test
    void undoesEverythingAndStaysInItsPlace() {
        makeThePlan();
        String before = page.locator(".faces").innerText();
        press("x", "ArrowRight", "x", "a", "d", "ArrowRight", "Space");
        saved();
        assertThat(page.locator(".face-card").nth(2)).hasClass(Pattern.compile("is-current"));

        press("s");
        assertThat(page.locator(".group-rows li")).hasCount(2);
        press("u", "u", "u", "u", "u", "u");
        assertThat(page.locator("#toast")).hasText("Undone.");
        saved();

        assertThat(page.locator(".group-rows li")).hasCount(1);
        assertThat(page.locator(".face-card.is-changed")).hasCount(0);
        assertThat(page.locator(".faces").innerText()).isEqualTo(before);
    }

    @Test
    void findsPeopleOnUnsortedPictures() {
        page.getByText("Finds who is on the pictures").click();
        button("Start").click();
        settled();

        assertThat(SelectionPlan.read(plan()).settings().get("group")).startsWith("people, joined from");
        assertThat(page.locator(".group-title h2")).containsText(Pattern.compile("person|unknown"));
    }

    @Test
    void joinsGroupsOfOnePerson() {
        makeThePlan();
        press("s");
        assertThat(page.locator(".group-rows li")).hasCount(2);
        saved();
        press("=");
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(Pattern.compile("^Same person: "))).click();
        saved();

        assertThat(page.locator(".group-rows li:not(:has(.is-gone))")).hasCount(1);
        assertThat(page.locator(".face-card")).hasCount(12);
    }

    @Test
    void saysThatProtectedPicturesStayKept() throws IOException {
        server.close();
        complaints.clear();
        Path archive = folder.resolve("archive/person");
        Files.createDirectories(archive);
        try (Stream<Path> files = Files.list(pictures.resolve("person"))) {
            Path first = files.sorted().findFirst().orElseThrow();
            Files.copy(first, archive.resolve("old.png"));
        }
        try (FacePipeline pipeline = FacePipeline.open()) {
            FaceFolder faces = pipeline.read(
                    pictures, PictureSearch.usual().withReference(folder.resolve("archive")));
            pipeline.select(faces, Grouping.folders(), Keep.best(2)).writeTo(plan().getParent());
        }
        server = ReviewServer.builder().root(pictures).plan(plan()).start();
        context.close();
        requests.clear();
        complaints.clear();
        context = context(1280, 800, ColorScheme.LIGHT);
        page = open(context);
        settled();

        page.locator(".face-card.is-protected .pick").click();
        press("x");
        assertThat(page.locator("#toast")).hasText("This picture is in a protected folder. It stays kept.");
        assertThat(page.locator(".face-card.is-protected")).hasClass(Pattern.compile("is-kept"));
        press("d");
        assertThat(page.locator("#toast")).hasText("Pictures in protected folders stay kept.");
        saved();
        assertThat(page.locator(".face-card.is-kept")).hasCount(1);
    }

    @Test
    void warnsButLetsAllGo() {
        makeThePlan();
        press("d");
        saved();

        assertThat(page.locator(".warning-line")).containsText("Nothing of this group is kept");
        assertThat(kept()).isZero();
    }

    @Test
    void flipsToTheBestOneWhileZIsHeld() {
        makeThePlan();
        press("ArrowRight", "ArrowRight");
        Locator label = page.locator(".close-up-label");
        assertThat(label).containsText("This face");

        page.keyboard().down("z");
        assertThat(label).containsText("The best one");
        page.keyboard().up("z");
        assertThat(label).containsText("This face");
    }

    @Test
    void namesThePersonAndFilters() {
        makeThePlan();
        press("e");
        page.locator("dialog input").fill("Ada <b>Lovelace</b>");
        press("Enter");
        assertThat(page.locator(".group-title h2")).hasText("Ada <b>Lovelace</b>");

        press("/");
        page.keyboard().type("nobody");
        assertThat(page.locator(".middle")).containsText("No group fits the filter.");
        button("Show all").click();
        assertThat(page.locator(".group-title h2")).hasText("Ada <b>Lovelace</b>");
    }

    @Test
    void showsNamesOfFilesAsTextOnly() throws IOException {
        String name = "<img src=x onerror=document.title='run'>";
        assertThat(page.locator(".folder-list")).containsText("person");
        Files.move(pictures.resolve("person"), pictures.resolve(name));
        Files.createDirectory(pictures.resolve("<b>empty"));
        page.reload();
        assertThat(page.locator(".folder-list")).containsText(name);
        assertThat(page.locator(".folder-list")).containsText("<b>empty");
        makeThePlan();

        assertThat(page.locator(".group-title h2")).hasText(name);
        assertThat(page.locator(".row-name")).hasText(name);
        assertThat(page.locator(".picture-name")).containsText(name + "/");
        press("w");
        assertThat(page.locator("dialog h2")).containsText(name + "/");
        assertThat(page).not().hasTitle("run");
    }

    @Test
    void theLegendShowsEveryKey() {
        makeThePlan();
        press("?");
        for (String key : List.of("k", "x", "Space", "1 – 9", "z", "←", "→", "Enter", "Shift", "u", "s", "/", "?")) {
            assertThat(page.locator("dialog kbd").getByText(key, new Locator.GetByTextOptions().setExact(true)).first())
                    .isVisible();
        }
        press("Escape");
        assertThat(page.locator("dialog")).hasCount(0);
        assertThat(page.locator(".pick[aria-current]")).isFocused();
    }

    @Test
    void aSecondWindowOnlyShowsUntilItTakesOver() {
        makeThePlan();
        Page second = open(context);
        assertThat(second.locator("#banner")).containsText("Another window makes the decisions");
        assertThat(second.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Undo"))).isDisabled();

        second.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Decide in this window")).click();
        assertThat(second.locator("#banner")).isHidden();
        assertThat(page.locator("#banner")).containsText("Another window makes the decisions");
    }

    @Test
    void everyControlHasANameAndEveryPictureAText() {
        makeThePlan();
        Object nameless = page.evaluate("""
                () => [...document.querySelectorAll("button, input, select")].filter((one) =>
                    (one.getAttribute("aria-label") ?? one.textContent ?? "").trim() === "" && one.labels?.length !== 1
                    && !one.hidden && one.offsetParent !== null).map((one) => one.outerHTML)""");
        assertThat((List<?>) nameless).isEmpty();
        assertThat((List<?>) page.evaluate(
                "() => [...document.images].filter((one) => !one.hasAttribute('alt')).map((one) => one.outerHTML)")).isEmpty();
        assertThat(page.locator(".toggle[aria-pressed=true]")).hasCount(3);
        assertThat(page.locator(".toggle[aria-pressed=false]")).hasCount(9);
        assertThat(page.locator(".pick[aria-label^='Face 1, kept, quality']")).hasCount(1);
    }

    @Test
    void saysThatALinkWasUsedBefore() {
        String link = server.newLink().toString();
        Page first = context.newPage();
        first.navigate(link);
        first.close();
        BrowserContext stranger = context(800, 600, ColorScheme.LIGHT);
        Page second = stranger.newPage();
        second.navigate(link);
        assertThat(second.locator("main")).containsText("This link was opened before");
        stranger.close();
    }

    @Test
    void fitsEveryWidthInBothColors() {
        picture("start-1280", page);
        makeThePlan();
        press("ArrowRight", "ArrowRight", "ArrowRight", "k");
        saved();
        settled();
        assertThat((List<?>) page.evaluate(CLIPPED_LABELS)).isEmpty();
        picture("review-1280", page);
        for (int width : new int[] {360, 1920}) {
            for (ColorScheme colors : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                BrowserContext other = context(width, width == 360 ? 740 : 1080, colors);
                Page shown = open(other);
                shown.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Decide in this window")).click();
                assertThat(shown.locator("#banner")).isHidden();
                assertThat(shown.locator(".face-card.is-current")).hasCount(1);
                assertThat(shown.locator("img.loading")).hasCount(0);
                Object overflow = shown.evaluate("() => document.documentElement.scrollWidth - innerWidth");
                assertThat((Integer) overflow).as("pixels beyond the edge at " + width).isLessThanOrEqualTo(0);
                assertThat((List<?>) shown.evaluate(CLIPPED_LABELS)).isEmpty();
                picture("review-" + width + "-" + colors.name().toLowerCase(), shown);
                other.close();
            }
        }
    }

    private static void picture(String name, Page of) {
        of.screenshot(new ScreenshotOptions().setPath(Browsers.screenshots().resolve(name + ".png")));
    }
}
