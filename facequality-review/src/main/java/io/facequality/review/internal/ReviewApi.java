package io.facequality.review.internal;

import io.facequality.FaceQualityException;
import io.facequality.review.internal.Answers.PlanStatus;
import io.facequality.review.internal.Answers.Status;
import io.facequality.review.internal.Questions.GroupBy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Everything that the page can ask for. Safe to call from several threads. */
final class ReviewApi implements AutoCloseable {

    private static final String WINDOW = "X-Facequality-Window";
    private static final Pattern WINDOW_ID = Pattern.compile("[A-Za-z0-9-]{8,64}");
    private static final long MILLIS_TO_STOP = 8000;

    private final Guard guard;
    private final Secrets secrets;
    private final Windows windows;
    private final Work work;
    private final Folders folders;
    private final Applying applying;
    private final Planner planner;
    private final Optional<Path> start;
    private @Nullable OpenPlan open;

    ReviewApi(Guard guard, Secrets secrets, Windows windows, Folders folders, Planner planner, Optional<Path> start) {
        this.guard = guard;
        this.secrets = secrets;
        this.windows = windows;
        this.work = new Work(windows);
        this.folders = folders;
        this.applying = new Applying(folders, work);
        this.planner = planner;
        this.start = start;
    }

    /** Names everything that can be asked. */
    Router router() {
        Router router = new Router()
                .post("/api/session", (call, none) -> openSession(call))
                .get("/api/status", reading((call, none) -> call.json(status())))
                .get("/api/events", reading((call, none) -> windows.follow(windowOfQuery(call), call)))
                .post("/api/take-over", reading((call, none) -> takeOver(call)))
                .get("/api/folders/*", reading((call, id) -> call.json(folders.list(id.get(0)))))
                .post("/api/run", changing((call, none) -> run(call)))
                .post("/api/cancel", changing((call, none) -> cancel(call)))
                .post("/api/open", changing((call, none) -> open(call)))
                .post("/api/leave", changing((call, none) -> leave(call)))
                .get("/api/groups", reading((call, none) -> call.json(plan().groups(GroupFilter.of(call)))))
                .get("/api/groups/*", reading((call, id) -> call.json(plan().details(id.get(0)))))
                .get("/api/groups/*/near", reading((call, id) -> call.json(plan().near(id.get(0)))))
                .get("/api/groups/*/copies", reading((call, id) -> call.json(plan().copies(id.get(0)))))
                .get("/api/images/*/*", reading((call, id) -> image(call, id.get(0), id.get(1))))
                .post("/api/decisions", changing((call, none) -> decided(
                        call, plan().decide(call.body(Questions.Decide.class)))))
                .post("/api/accept", changing((call, none) -> decided(call, plan().accept(groups(call)))))
                .post("/api/accept/preview", reading((call, none) -> call.json(plan().acceptPreview(groups(call)))))
                .post("/api/undo", changing((call, none) -> decided(call, plan().undo())))
                .post("/api/apply/preview", reading((call, none) -> call.json(
                        applying.preview(call.body(Questions.Apply.class), plan().reviewed()))))
                .post("/api/apply", changing((call, none) -> apply(call)))
                .post("/api/apply/undo", changing((call, none) -> undoApply(call)));
        new PageFiles().addTo(router);
        return router;
    }

    /** For windows that opened a link. */
    private Router.Handler reading(Router.Handler handler) {
        return (call, parameters) -> {
            guard.requireSession(call);
            handler.handle(call, parameters);
        };
    }

    /** For the one window that may change something. */
    private Router.Handler changing(Router.Handler handler) {
        return reading((call, parameters) -> {
            windows.requireWriter(window(call));
            handler.handle(call, parameters);
        });
    }

    private static String window(Call call) {
        return call.headers(WINDOW).stream().findFirst().orElse("");
    }

    private static String windowOfQuery(Call call) {
        return call.query("window")
                .filter(id -> WINDOW_ID.matcher(id).matches())
                .orElseThrow(() -> new Refusal(Refusal.BAD_REQUEST, "A window needs to say which it is."));
    }

    private void openSession(Call call) throws IOException {
        String token = call.body(Questions.Token.class).token();
        secrets.spend(Optional.ofNullable(token).orElse(""));
        call.setCookie(guard.cookieName(), secrets.cookie());
        call.json(new Answers.Session(secrets.key()));
    }

    private void takeOver(Call call) throws IOException {
        windows.takeOver(window(call));
        call.nothing();
    }

    private synchronized Status status() {
        PlanStatus plan = open == null ? null : new PlanStatus(
                open.file().toString(),
                open.plan().root().toString(),
                open.isWritable(),
                open.hasDecisions(),
                open.counts(),
                open.plan().settings(),
                folders.id(open.folder()));
        return new Status(
                plan, work.state(), folders.roots(), start.map(folders::id).orElse(null), applying.moveBackTo());
    }

    private synchronized OpenPlan plan() {
        return Optional.ofNullable(open)
                .orElseThrow(() -> new Refusal(Refusal.CONFLICT, "No plan is open."));
    }

    /** Opens a plan in place of the one that is open. */
    synchronized void open(Path file) {
        OpenPlan other = new OpenPlan(RunningReview.real(file), secrets.key());
        folders.addRoot(other.folder());
        closePlan();
        open = other;
        windows.tell("plan", new Answers.Place(file.toString()));
    }

    private synchronized void closePlan() {
        if (open != null) {
            open.close();
            open = null;
        }
    }

    private void open(Call call) throws IOException {
        open(folders.file(call.body(Questions.Place.class).id()));
        call.nothing();
    }

    private void leave(Call call) throws IOException {
        closePlan();
        windows.tell("plan", new Answers.Place(null));
        call.nothing();
    }

    private void run(Call call) throws IOException {
        Questions.Run asked = call.body(Questions.Run.class);
        Path root = folders.folder(asked.folder());
        GroupBy group = Optional.ofNullable(asked.group())
                .orElseThrow(() -> new Refusal(Refusal.BAD_REQUEST, "A run needs to say how faces are grouped."));
        Planner.requireKeep(asked.keep());
        Path file = planner.planFor(root);
        work.start("run", listener -> {
            closePlan();
            planner.run(root, group, asked.keep(), file, listener);
            open(file);
            return new Windows.Event("ran", new Answers.Place(file.toString()));
        });
        call.nothing();
    }

    private void cancel(Call call) throws IOException {
        work.cancel();
        call.nothing();
    }

    private void image(Call call, String image, String view) throws IOException {
        OpenPlan plan = plan();
        Thumbnails.View shown = Thumbnails.View.of(view);
        call.picture(image + "-" + view, () -> plan.picture(image, shown));
    }

    private static List<String> groups(Call call) throws IOException {
        return Optional.ofNullable(call.body(Questions.Accept.class).groups())
                .orElseThrow(() -> new Refusal(Refusal.BAD_REQUEST, "Groups need to be named."));
    }

    private void decided(Call call, Answers.Decided decided) throws IOException {
        windows.tell("decided", decided);
        call.json(decided);
    }

    private void apply(Call call) throws IOException {
        applying.start(call.body(Questions.Apply.class), plan());
        call.nothing();
    }

    private void undoApply(Call call) throws IOException {
        applying.startUndo();
        call.nothing();
    }

    /** Answers a call, whatever comes of it. */
    static void answer(Router router, Guard guard, Call call) throws IOException {
        try {
            guard.requireOwnPage(call);
            router.handle(call);
        } catch (Refusal refusal) {
            call.refuse(refusal);
        } catch (FaceQualityException e) {
            call.refuse(new Refusal(Refusal.UNUSABLE, String.valueOf(e.getMessage())));
        }
    }

    @Override
    public void close() {
        work.stop(MILLIS_TO_STOP);
        closePlan();
    }
}
