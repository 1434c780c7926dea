package io.facequality.spark.internal;

import io.facequality.DuplicateSelector;
import io.facequality.FaceGroup.WidestPair;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.Keep;
import io.facequality.Selection;
import io.facequality.pipeline.internal.BestCopySelector;
import io.facequality.pipeline.internal.PictureNotes;
import io.facequality.select.FaceSelector;
import io.facequality.select.internal.DistinctShots;
import io.facequality.spark.internal.ComponentGroups.KindOfGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Groups the faces of one component and chooses among them, by the same code that does it on one machine. */
final class ComponentChoice {

    private final ChoiceSettings settings;
    private final List<FaceRecord> faces = new ArrayList<>();
    private final Map<FaceId, Long> ids = new HashMap<>();
    private final PictureNotes notes = new PictureNotes();
    private final Map<String, String> damages = new HashMap<>();
    private final double threshold;
    private final String search;

    private ComponentChoice(List<Row> rows, ChoiceSettings settings) {
        this.settings = settings;
        this.threshold = rows.get(0).<Double>getAs("threshold");
        this.search = rows.get(0).getAs("search");
        for (Row row : rows) {
            FaceRecord face = FaceRows.face(row);
            faces.add(face);
            ids.put(face.id(), row.<Long>getAs("id"));
            FaceRows.note(row, face.id(), notes).ifPresent(damage -> damages.put(face.id().source(), damage));
        }
    }

    /** Takes the rows of a component; gives those of its choices. */
    static Iterator<Row> rows(List<Row> component, ChoiceSettings settings) {
        return new ComponentChoice(component, settings).rows();
    }

    private Iterator<Row> rows() {
        DuplicateSelector selector = selector();
        Keep keep = settings.wanted().orElseGet(() -> Keep.best(1));
        return settings.groups(threshold).of(faces).stream()
                .flatMap(found -> rows(found, selector.select(found.group(), keep)).stream())
                .iterator();
    }

    private DuplicateSelector selector() {
        Function<FaceRecord, Optional<String>> damage = face -> Optional.ofNullable(damages.get(face.id().source()));
        BestCopySelector best = BestCopySelector.of(notes, damage, faces.get(0).quality().model());
        return settings.wanted().isEmpty()
                ? best
                : new DistinctShots(notes.copies(), best, FaceSelector.builder().build());
    }

    private List<Row> rows(KindOfGroup found, Selection selection) {
        return selection.decisions().stream().map(decision -> row(found, selection, decision)).toList();
    }

    private Row row(KindOfGroup found, Selection selection, Selection.Decision decision) {
        Optional<WidestPair> widest = found.group().widest();
        FaceRecord face = decision.face();
        return RowFactory.create(
                ids.get(found.group().faces().get(0).id()),
                found.kind(),
                ids.get(found.numberedBy()),
                face.id().source(),
                face.id().face(),
                face.pictureSha256(),
                face.quality().value(),
                decision.kept(),
                decision.reason(),
                decision.copyOf().map(FaceId::source).orElse(null),
                decision.copyOf().map(FaceId::face).orElse(null),
                decision.distanceToRepresentative(),
                decision.distanceToNearestKept(),
                widest.map(pair -> pair.first().source()).orElse(null),
                widest.map(pair -> pair.first().face()).orElse(null),
                widest.map(pair -> pair.second().source()).orElse(null),
                widest.map(pair -> pair.second().face()).orElse(null),
                widest.map(WidestPair::similarity).orElse(null),
                selection.objective(),
                selection.search(),
                search);
    }
}
