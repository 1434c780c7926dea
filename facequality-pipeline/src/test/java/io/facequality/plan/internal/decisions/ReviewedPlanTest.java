package io.facequality.plan.internal.decisions;

import static io.facequality.plan.internal.decisions.ReviewFixture.face;
import static io.facequality.plan.internal.decisions.ReviewFixture.library;
import static io.facequality.plan.internal.decisions.ReviewFixture.plan;
import static io.facequality.plan.internal.decisions.ReviewFixture.references;
import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.plan.PlannedGroup;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.internal.decisions.PersonDecision.Type;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewedPlanTest {

    private final ReviewFixture person = new ReviewFixture();

    @TempDir
    private Path folder;

    @Test
    void leavesPlanWithoutDecisionsAsItIs() {
        assertThat(person.on(plan()).plan()).isEqualTo(plan());
        assertThat(person.on(plan()).changedGroups()).isZero();
    }

    @Test
    void keepsAndDropsAndSaysWhoDecided() {
        PlannedGroup group = group(person.keep("A/3").drop("A/1").on(plan()), 0);

        assertThat(kept(group)).containsExactly("A/3");
        assertThat(group.faces().get(2).decidedByPerson()).isTrue();
        assertThat(group.faces().get(2).reason()).isEqualTo("kept by a person; the program: because");
        assertThat(group.faces().get(1).decidedByPerson()).isFalse();
    }

    @Test
    void keepsPicturesOfProtectedFoldersWhateverIsDecided() {
        SelectionPlan inside = library()
                .planned("A", List.of(face("/albums/1", true, 0.9, "A/1"), face("A/2", false, 0.8, "A/2")))
                .plan();
        SelectionPlan plan = new SelectionPlan(
                inside.provenance(), inside.root(), inside.groups(), List.of(), List.of(), List.of(Path.of("/albums")));

        ReviewedPlan reviewed = person.drop("A/1", "A/2").on(plan);

        assertThat(kept(group(reviewed, 0))).containsExactly("/albums/1");
        assertThat(reviewed.plan().references()).containsExactly(Path.of("/albums"));
        assertThat(reviewed.plan().droppedPictures()).extracting(SelectionPlan.PlannedPicture::path).containsExactly("A/2");
    }

    @Test
    void keepsPicturesOfProtectedFoldersBelowRootWhenThePlanIsReadAgain() {
        SelectionPlan own = library()
                .planned("A", List.of(face("A/1", true, 0.9, "A/1"), face("A-2/2", true, 0.8, "A-2/2")))
                .plan();
        new SelectionPlan(
                        own.provenance(), folder, own.groups(), List.of(), List.of(), List.of(folder.resolve("A")))
                .writeTo(folder.resolve("plan"));
        SelectionPlan read = SelectionPlan.read(folder.resolve("plan/plan.json"));

        ReviewedPlan reviewed = person.drop("A/1", "A-2/2").on(read);

        assertThat(kept(group(reviewed, 0))).containsExactly("A/1");
        assertThat(reviewed.plan().isProtected(group(reviewed, 0).faces().get(0))).isTrue();
        assertThat(reviewed.plan().isReference(group(reviewed, 0).faces().get(0))).isFalse();
        assertThat(reviewed.plan().isProtected(group(reviewed, 0).faces().get(1))).isFalse();
    }

    @Test
    void prefersLaterDecision() {
        assertThat(kept(group(person.keep("A/2").drop("A/2").on(plan()), 0))).containsExactly("A/1");
    }

    @Test
    void findsFacesByContentWhereFilesHaveOtherNames() {
        SelectionPlan moved = library()
                .planned("C", List.of(face("C/x", true, 0.9, "A/1"), face("C/y", false, 0.8, "A/2")))
                .plan();

        assertThat(kept(group(person.keep("A/2").drop("A/1").on(moved), 0))).containsExactly("C/y");
    }

    @Test
    void tellsEqualFilesApartByTheirNames() {
        SelectionPlan equal = library()
                .planned("A", List.of(face("A/1", true, 0.9, "A/1"), face("A/copy", false, 0.9, "A/1")))
                .plan();
        FaceReference copy = new FaceReference(equal.groups().get(0).faces().get(1).sha256(), 0, "A/copy");

        ReviewedPlan reviewed = person.between(Type.ACCEPT, List.of(copy), references("A/1")).on(equal);

        assertThat(kept(group(reviewed, 0))).containsExactly("A/copy");
    }

    @Test
    void acceptsGroupOnceAllItsFacesAre() {
        ReviewedPlan reviewed = person.between(Type.ACCEPT, references("A/1"), references("A/2", "A/3")).on(plan());
        assertThat(reviewed.groups()).extracting(ReviewedGroup::accepted).containsExactly(true, false);
        assertThat(reviewed.changedGroups()).isZero();

        SelectionPlan grown = library()
                .planned("A", List.of(
                        face("A/0", true, 1, "new"), face("A/1", true, 0.9, "A/1"), face("A/2", false, 0.8, "A/2"),
                        face("A/3", false, 0.7, "A/3")))
                .plan();
        assertThat(person.on(grown).groups()).extracting(ReviewedGroup::accepted).containsExactly(false);
    }

    @Test
    void keepsNothingOnlyWhereOneDecisionNamedAllFaces() {
        PlannedGroup all = group(person.drop("B/1", "B/2").on(plan()), 1);
        assertThat(all.kept()).isEmpty();
        assertThat(all.faces()).allMatch(PlannedFace::decidedByPerson);

        PlannedGroup oneByOne = group(new ReviewFixture().drop("B/2").drop("B/1").on(plan()), 1);
        assertThat(kept(oneByOne)).containsExactly("B/1");
    }

    @Test
    void keepsTheBestFaceWhereTheKeptOneIsGone() {
        person.between(Type.ACCEPT, references("A/1"), references("A/2", "A/3"));
        SelectionPlan without = library()
                .planned("A", List.of(face("A/2", false, 0.8, "A/2"), face("A/3", true, 0.7, "A/3")))
                .plan();

        PlannedGroup group = group(person.on(without), 0);

        assertThat(kept(group)).containsExactly("A/2");
        assertThat(group.faces().get(0).reason()).contains("no longer in its group");
    }

    @Test
    void keepsNewFaceOfGroupThatWasDroppedWhole() {
        person.drop("B/1", "B/2");
        SelectionPlan grown = library()
                .planned("B", List.of(
                        face("B/1", true, 0.6, "B/1"), face("B/2", false, 0.5, "B/2"), face("B/3", false, 0.4, "new")))
                .plan();

        assertThat(kept(group(person.on(grown), 0))).containsExactly("B/1");
    }

    @Test
    void keepsSplitFaceInGroupOfItsOwnBehindItsOldOne() {
        ReviewedPlan reviewed =
                person.between(Type.SPLIT, references("A/2"), references("A/1")).on(plan());

        assertThat(reviewed.plan().groups()).extracting(PlannedGroup::name).containsExactly("A", "A-split-1", "B");
        assertThat(kept(group(reviewed, 1))).containsExactly("A/2");
        assertThat(group(reviewed, 0).faces()).hasSize(2);
        assertThat(reviewed.groups()).extracting(ReviewedGroup::id).doesNotHaveDuplicates().contains("g0", "g1");
    }

    @Test
    void keepsBestOfTheOthersWhenKeptFaceIsSplitOff() {
        ReviewedPlan reviewed =
                person.between(Type.SPLIT, references("A/1"), references("A/2")).on(plan());

        assertThat(kept(group(reviewed, 0))).containsExactly("A/2");
        assertThat(kept(group(reviewed, 1))).containsExactly("A/1");
        assertThat(group(reviewed, 0).isChangedByPerson()).isTrue();
    }

    @Test
    void splitsOnlyWhereTheFacesAreTogether() {
        person.between(Type.SPLIT, references("A/2"), references("B/1"));

        assertThat(person.on(plan()).plan()).isEqualTo(plan());
    }

    @Test
    void joinsGroupsOfOnePerson() {
        ReviewedPlan reviewed =
                person.between(Type.SAME, references("A/1"), references("B/1")).on(plan());

        assertThat(reviewed.plan().groups()).extracting(PlannedGroup::name).containsExactly("A");
        assertThat(kept(group(reviewed, 0))).containsExactly("A/1", "B/1");
        assertThat(reviewed.groups().get(0).accepted()).isFalse();
    }

    @Test
    void partsFacesThatALaterRunPutsTogether() {
        SelectionPlan together = library()
                .planned("AB", List.of(face("A/1", true, 0.9, "A/1"), face("B/1", false, 0.6, "B/1")))
                .plan();

        ReviewedPlan reviewed =
                person.between(Type.DIFFERENT, references("A/1"), references("B/1")).on(together);

        assertThat(reviewed.plan().groups()).hasSize(2).allMatch(group -> group.kept().size() == 1);
    }

    @Test
    void namesTheGroupOfFaces() {
        ReviewedPlan reviewed = person.name("Ada", "B/1", "B/2").on(plan());

        assertThat(reviewed.plan().groups()).extracting(PlannedGroup::name).containsExactly("A", "Ada");
        assertThat(reviewed.groups().get(1).changed()).isTrue();
    }

    @Test
    void keepsNameWhenGroupsAreJoined() {
        ReviewedPlan reviewed = person.name("Ada", "B/1")
                .between(Type.SAME, references("A/1"), references("B/1"))
                .on(plan());

        assertThat(reviewed.plan().groups()).extracting(PlannedGroup::name).containsExactly("Ada");
    }

    @Test
    void ignoresFacesThatThePlanDoesNotHave() {
        ReviewedPlan reviewed = person.keep("gone").between(Type.SAME, references("gone"), references("A/1")).on(plan());

        assertThat(reviewed.plan()).isEqualTo(plan());
    }

    @Test
    void saysByMarginHowCloseTheProgramsChoiceWas() {
        List<ReviewedGroup> groups = person.drop("A/1", "A/2", "A/3").on(plan()).groups();

        assertThat(groups.get(0).margin().orElseThrow()).isCloseTo(0.1, within());
        assertThat(person.on(library().planned("one", List.of(face("1", true, 1, "1"))).plan()).groups().get(0).margin())
                .isEmpty();
    }

    private static Offset<Double> within() {
        return Offset.offset(1e-12);
    }

    private static PlannedGroup group(ReviewedPlan reviewed, int at) {
        return reviewed.plan().groups().get(at);
    }

    private static List<String> kept(PlannedGroup group) {
        return group.kept().stream().map(PlannedFace::picture).toList();
    }
}
