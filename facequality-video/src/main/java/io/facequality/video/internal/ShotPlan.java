package io.facequality.video.internal;

import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.ModelId;
import io.facequality.Selection;
import io.facequality.Selection.Optimality;
import io.facequality.pipeline.internal.FrameName;
import io.facequality.pipeline.internal.Version;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.SelectionPlan.RejectedPicture;
import io.facequality.video.Footage.Person;
import io.facequality.video.Shot;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * People's best shots as an ordinary plan: a group for each person, whose faces are the best shots of all tracks.
 *
 * @param root the folder that the videos' names start from
 * @param settings what had a part in the choice
 */
public record ShotPlan(Path root, Map<String, String> settings) {

    public SelectionPlan of(List<Person> people, List<RejectedPicture> rejected) {
        Map<String, ModelId> models = new LinkedHashMap<>();
        people.stream().findFirst().map(person -> person.shots().get(0).face()).ifPresent(face -> {
            models.put("quality", face.quality().model());
            models.put("embedding", face.embedder());
        });
        return new SelectionPlan(
                new SelectionPlan.Provenance(Version.current(), settings, models),
                root.toAbsolutePath().normalize(),
                people.stream().map(ShotPlan::group).toList(),
                rejected,
                List.of());
    }

    private static PlannedGroup group(Person person) {
        List<Shot> shots = person.tracks().stream()
                .flatMap(track -> track.shots().stream())
                .sorted(Comparator.comparing(shot -> shot.face().id()))
                .toList();
        Map<FaceId, Shot> byFace = shots.stream().collect(Collectors.toMap(shot -> shot.face().id(), shot -> shot));
        Set<FaceId> kept =
                person.shots().stream().map(shot -> shot.face().id()).collect(Collectors.toSet());
        FaceGroup faces = new FaceGroup(person.name(), shots.stream().map(Shot::face).toList());
        Selection selection = Selection.of(
                        faces,
                        faces.faces().stream().filter(face -> kept.contains(face.id())).toList(),
                        face -> reason(Objects.requireNonNull(byFace.get(face.id())), kept.contains(face.id()), kept.size()))
                .describedAs(
                        "the highest qualities of shots that are distinct", new Optimality.Heuristic(),
                        "best shots of each track, then of the person");
        return PlannedGroup.of(selection, Optional.empty());
    }

    private static String reason(Shot shot, boolean kept, int count) {
        FaceRecord face = shot.face();
        String what = String.format(
                Locale.ROOT, "quality %.3f at %s s", face.quality().value(), FrameName.seconds(shot.time()));
        return kept
                ? "It is one of the best " + count + " shots: " + what + "."
                : "Better shots are kept: this one has " + what + ".";
    }
}
