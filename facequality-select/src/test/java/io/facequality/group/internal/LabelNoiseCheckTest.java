package io.facequality.group.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceGroup;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceRecord;
import io.facequality.group.Faces;
import io.facequality.group.Finding;
import io.facequality.group.Finding.NearerToAnotherPerson;
import io.facequality.group.Finding.SamePictureUnderTwoPeople;
import io.facequality.group.PictureGrouper.PerceptualHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class LabelNoiseCheckTest {

    private static final FaceGroup ANNA = Faces.group(
            "Anna",
            Faces.face("anna-1.jpg", 1, 0),
            Faces.face("anna-2.jpg", 1, 0.1f),
            Faces.face("anna-3.jpg", 1, -0.1f));

    @Test
    void findsFaceNearerToAnotherPerson() {
        FaceRecord stray = Faces.face("stray.jpg", 1, 0.05f);
        FaceGroup bert = Faces.group("Bert", Faces.face("bert-1.jpg", 0, 1), Faces.face("bert-2.jpg", 0.1f, 1), stray);
        List<Finding> findings = LabelNoiseCheck.builder().build().findings(List.of(ANNA, bert));
        assertThat(findings).hasSize(1);
        NearerToAnotherPerson finding = (NearerToAnotherPerson) findings.get(0);
        assertThat(finding.face()).isEqualTo(stray.id());
        assertThat(finding.person()).isEqualTo("Bert");
        assertThat(finding.other()).isEqualTo("Anna");
        assertThat(finding.similarity()).isCloseTo(0.0996, Assertions.within(1e-3));
        assertThat(finding.similarityToOther()).isCloseTo(0.9988, Assertions.within(1e-3));
        assertThat(finding.message()).contains("stray.jpg", "Anna", "Bert");
        assertThat(LabelNoiseCheck.builder().margin(0.95).build().findings(List.of(ANNA, bert)))
                .isEmpty();
    }

    @Test
    void comparesWithPersonOfOneFaceWithoutCheckingIt() {
        FaceGroup alone = Faces.group("Carla", Faces.face("carla.jpg", 1, 0.01f));
        assertThat(LabelNoiseCheck.builder().build().findings(List.of(ANNA, alone)))
                .allMatch(finding -> finding instanceof NearerToAnotherPerson nearer
                        && nearer.person().equals("Anna")
                        && nearer.other().equals("Carla"));
    }

    @Test
    void findsPictureUnderTwoPeopleByFileAndByHash() {
        FaceRecord original = Faces.face("a/one.jpg", 0, "same", 0.5, 1, 0);
        FaceRecord copy = Faces.face("b/one.jpg", 0, "same", 0.5, 0, 1);
        FaceRecord encodedAgain = Faces.face("c/one.jpg", 0, "again", 0.5, -1, 0);
        List<FaceGroup> people =
                List.of(Faces.group("C", encodedAgain), Faces.group("B", copy), Faces.group("A", original));
        PerceptualHash hash = PerceptualHash.parse("0".repeat(64));
        PerceptualHash near = PerceptualHash.parse("7" + "0".repeat(63));
        assertThat(LabelNoiseCheck.builder()
                        .hashes(face -> Optional.of(face.equals(encodedAgain) ? near : hash), 10)
                        .build()
                        .findings(people))
                .containsExactly(
                        new SamePictureUnderTwoPeople(original.id(), "A", copy.id(), "B", 0, true),
                        new SamePictureUnderTwoPeople(original.id(), "A", encodedAgain.id(), "C", 3, false));
        assertThat(LabelNoiseCheck.builder().build().findings(people)).hasSize(1);
    }

    @Test
    void givesSameFindingsForAnyOrderAndThreads() {
        List<FaceGroup> people = new ArrayList<>();
        List<FaceRecord> faces = Faces.clustered(400, 4, 10, 0.5, 1);
        for (int person = 0; person < 40; person++) {
            people.add(new FaceGroup("person " + person, faces.subList(10 * person, 10 * person + 10)));
        }
        List<Finding> expected = LabelNoiseCheck.builder().build().findings(people);
        assertThat(expected).isNotEmpty();
        assertThat(LabelNoiseCheck.builder().threads(3).build().findings(Faces.shuffled(people, 5)))
                .isEqualTo(expected);
    }

    @Test
    void reportsEachOfManyCopiesOnce() {
        List<FaceRecord> copies = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            copies.add(Faces.face("copy-%05d.jpg".formatted(i), 0, "same", 0.5, 1, i % 2));
        }
        List<FaceGroup> people = List.of(
                new FaceGroup("A", copies.subList(0, 10_000)), new FaceGroup("B", copies.subList(10_000, 20_000)));
        assertThat(LabelNoiseCheck.builder().build().findings(people).stream()
                        .filter(SamePictureUnderTwoPeople.class::isInstance))
                .hasSize(10_000);
    }

    @Test
    void reportsNoEqualFacesUnderTwoPeople() {
        List<FaceGroup> people = List.of(
                Faces.group("A", Faces.face("a-1.jpg", 2, 1), Faces.face("a-2.jpg", 2, 1)),
                Faces.group("B", Faces.face("b-1.jpg", 2, 1), Faces.face("b-2.jpg", 2, 1)));
        assertThat(LabelNoiseCheck.builder().build().findings(people)).isEmpty();
    }

    @Test
    void rejectsRepeatedFaceMixedDimensionsAndWrongMargin() {
        LabelNoiseCheck check = LabelNoiseCheck.builder().build();
        FaceRecord face = Faces.face("face.jpg", 1, 2);
        assertThatThrownBy(() -> check.findings(List.of(Faces.group("A", face), Faces.group("B", face))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("face.jpg");
        assertThatThrownBy(() -> check.findings(
                        List.of(Faces.group("A", face), Faces.group("B", Faces.face("other.jpg", 1, 2, 3)))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("2 and 3");
        for (double margin : new double[] {-0.1, 2.1, Double.NaN}) {
            assertThatThrownBy(() -> LabelNoiseCheck.builder().margin(margin))
                    .isInstanceOf(InvalidInputException.class);
        }
    }

    @Test
    void acceptsNoPeopleAndFacesThatCancelOut() {
        FaceGroup opposite = Faces.group("D", Faces.face("d-1.jpg", 1, 0), Faces.face("d-2.jpg", -1, 0));
        LabelNoiseCheck check = LabelNoiseCheck.builder().build();
        assertThat(check.findings(List.of())).isEmpty();
        assertThat(check.findings(List.of(opposite))).isEmpty();
        assertThat(check.findings(List.of(opposite, ANNA)))
                .extracting(finding -> finding.face().source())
                .contains("d-1.jpg");
    }
}
