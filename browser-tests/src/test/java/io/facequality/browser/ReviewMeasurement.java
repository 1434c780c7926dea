package io.facequality.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.WaitForFunctionOptions;
import com.microsoft.playwright.Playwright;
import io.facequality.FaceId;
import io.facequality.internal.Sha256;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.SelectionPlan;
import io.facequality.review.ReviewServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** How the page does with very many pictures: prints figures, and expects none. */
@EnabledIfSystemProperty(named = "facequality.review.pictures", matches = "[1-9]\\d*")
class ReviewMeasurement {

    private static final int FACES_PER_GROUP = 4;
    private static final int MILLIS = 600_000;

    /** Measures from the key to the frame in which its effect is painted. */
    private static final String KEY_TO_PAINT = """
            async (key) => {
              const shown = () => document.querySelector(".group-title h2").textContent
                  + document.querySelector(".face-card.is-current .toggle").textContent
                  + document.querySelector(".face-card.is-current .pick").getAttribute("aria-label");
              const before = shown();
              const start = performance.now();
              document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
              while (shown() === before) {
                await new Promise((next) => setTimeout(next));
                if (performance.now() - start > 10000) { return -1; }
              }
              await new Promise((frame) => requestAnimationFrame(() => setTimeout(frame)));
              return performance.now() - start;
            }""";

    @TempDir
    private Path folder;

    @Test
    void measures() throws IOException {
        int groups = Integer.getInteger("facequality.review.pictures") / FACES_PER_GROUP;
        Path plan = write(groups);
        long start = System.nanoTime();
        try (ReviewServer server = ReviewServer.builder().plan(plan).start();
                Playwright playwright = Playwright.create();
                Browser browser = Browsers.chromium(playwright)) {
            printLoad();
            print("plan read and served after %.1f s", (System.nanoTime() - start) / 1e9);
            Page page = browser.newContext(new NewContextOptions().setViewportSize(1280, 800)).newPage();
            long opening = System.nanoTime();
            page.navigate(server.newLink().toString());
            waitFor(page, "() => document.querySelector('.face-card.is-current') !== null");
            print("first screen after %.0f ms", (System.nanoTime() - opening) / 1e6);
            waitFor(page, "() => document.querySelectorAll('img.loading').length === 0");
            print("all its pictures after %.0f ms", (System.nanoTime() - opening) / 1e6);
            print("the page holds %d of %d rows", page.locator(".group-rows li").count(), groups);

            CDPSession counters = page.context().newCDPSession(page);
            counters.send("Performance.enable");
            counters.send("HeapProfiler.enable");
            keys(page, counters, "next picture", "ArrowRight", "ArrowLeft");
            keys(page, counters, "keep or drop", " ", " ");
            keys(page, counters, "next group", "n", "p");
            keys(page, counters, "accept and go on", "Enter", "Enter");
            pageThroughAll(page, counters, groups);
            assertThat(page.locator(".face-card")).isNotNull();
        }
    }

    /** Times mean little where other programs want the same processors. */
    private static void printLoad() {
        OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
        print("%d processors, load %.1f", machine.getAvailableProcessors(), machine.getSystemLoadAverage());
    }

    private static void keys(Page page, CDPSession browser, String what, String key, String back) {
        List<Double> millis = new ArrayList<>();
        List<Double> processorUntilPaint = new ArrayList<>();
        double start = processorMillis(browser);
        for (int i = 0; i < 30; i++) {
            double before = processorMillis(browser);
            millis.add(((Number) page.evaluate(KEY_TO_PAINT, i % 2 == 0 ? key : back)).doubleValue());
            processorUntilPaint.add(processorMillis(browser) - before);
            page.waitForTimeout(200);
        }
        print("%s: key to paint %s; processor time of the page's thread until then %s, with what follows %.1f ms each",
                what, medianAndMost(millis), medianAndMost(processorUntilPaint),
                (processorMillis(browser) - start) / millis.size());
    }

    private static String medianAndMost(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return String.format(
                Locale.ROOT, "%.0f ms in the median, %.0f at most", sorted[sorted.length / 2], sorted[sorted.length - 1]);
    }

    /** What the page's main thread has taken so far, however busy the machine is. */
    private static double processorMillis(CDPSession browser) {
        return 1000 * metric(browser, "ThreadTime");
    }

    private static double metric(CDPSession browser, String name) {
        for (JsonElement metric : browser.send("Performance.getMetrics").getAsJsonArray("metrics")) {
            if (metric.getAsJsonObject().get("name").getAsString().equals(name)) {
                return metric.getAsJsonObject().get("value").getAsDouble();
            }
        }
        throw new IllegalStateException("the browser does not count " + name);
    }

    /** Always to the next group, without waiting for its pictures. */
    private static void pageThroughAll(Page page, CDPSession browser, int groups) {
        print("before paging: page %s, server %d MB", memory(browser), serverMegabytes());
        int parts = 10;
        for (int part = 1; part <= parts; part++) {
            for (int i = 0; i < groups / parts; i++) {
                page.evaluate(KEY_TO_PAINT, "n");
            }
            print("after %d %% of the groups: page %s, server %d MB", 100 * part / parts, memory(browser), serverMegabytes());
        }
    }

    private static String memory(CDPSession browser) {
        browser.send("HeapProfiler.collectGarbage");
        return String.format(
                Locale.ROOT, "%.1f MB, %.0f nodes", metric(browser, "JSHeapUsedSize") / 1e6, metric(browser, "Nodes"));
    }

    private static long serverMegabytes() {
        System.gc();
        return (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20;
    }

    private static void waitFor(Page page, String condition) {
        page.waitForFunction(condition, null, new WaitForFunctionOptions().setTimeout(MILLIS));
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    /** The demo's pictures over and over, each with bytes of its own behind its end, so that none equals another. */
    private Path write(int groups) throws IOException {
        Path demo = Demo.in(folder);
        SelectionPlan small = SelectionPlan.read(demo.resolve("plan.json"));
        PlannedGroup model = small.groups().get(0);
        List<byte[]> contents = new ArrayList<>();
        for (PlannedFace face : model.faces()) {
            contents.add(Files.readAllBytes(small.root().resolve(face.picture())));
        }
        Path root = folder.resolve("many");
        List<PlannedGroup> people = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            people.add(group(group, model, contents));
        }
        // Before there are pictures, so that the report has none to show.
        new SelectionPlan(small.provenance(), root, people, List.of(), List.of()).writeTo(folder.resolve("plan"));
        people.forEach(group -> group.faces().forEach(face -> {
            int at = ordinal(face);
            write(root.resolve(face.picture()), content(contents, at));
        }));
        return folder.resolve("plan/plan.json");
    }

    private static PlannedGroup group(int group, PlannedGroup model, List<byte[]> contents) {
        List<PlannedFace> faces = new ArrayList<>();
        for (int i = 0; i < FACES_PER_GROUP; i++) {
            int at = group * FACES_PER_GROUP + i;
            PlannedFace like = model.faces().get(at % model.faces().size());
            faces.add(new PlannedFace(
                    new FaceId(String.format(Locale.ROOT, "person-%05d/%06d.jpg", group, at), 0),
                    Sha256.of(content(contents, at)),
                    (at * 7919L % 10007) / 10007.0,
                    like.detection(),
                    new PlannedFace.Decision(i == 0, 0.1, 0.2, "for measuring")));
        }
        return new PlannedGroup(String.format(Locale.ROOT, "person-%05d", group), faces, model.choice(), Optional.empty());
    }

    private static int ordinal(PlannedFace face) {
        String name = face.picture();
        return Integer.parseInt(name.substring(name.lastIndexOf('/') + 1, name.lastIndexOf('.')));
    }

    private static byte[] content(List<byte[]> contents, int at) {
        byte[] original = contents.get(at % contents.size());
        byte[] own = Arrays.copyOf(original, original.length + Integer.BYTES);
        ByteBuffer.wrap(own).putInt(original.length, at);
        return own;
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
