package io.facequality.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facequality.FaceGroup;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.ModelId;
import io.facequality.group.PersonCalibration.Joining;
import io.facequality.group.internal.people.BCubed;
import java.util.List;
import org.junit.jupiter.api.Test;

class PersonCalibrationTest {

    @Test
    void findsHowFacesWereMade() {
        PersonCalibration found =
                PersonCalibration.ofPeople(SyntheticPeople.of(80, 6, 0, 1).people());
        for (double quality : new double[] {0.3, 0.5, 0.7, 0.9}) {
            assertThat(found.recognizability(quality))
                    .isCloseTo(SyntheticPeople.CALIBRATION.recognizability(quality), within(0.05));
        }
        assertThat(found.space().dimensions()).isCloseTo(SyntheticPeople.DIMENSION, within(6.0));
    }

    @Test
    void givesSameForAnyOrderOfPeople() {
        List<FaceGroup> people = SyntheticPeople.of(20, 4, 0.2, 2).people();
        assertThat(PersonCalibration.ofPeople(Faces.shuffled(people, 3))).isEqualTo(PersonCalibration.ofPeople(people));
    }

    @Test
    void asksForMoreAmongMoreFaces() {
        Joining joining = new Joining(0.8, 3, 1000);
        assertThat(joining.thresholdAmong(1000)).isEqualTo(3);
        assertThat(joining.thresholdAmong(10_000)).isCloseTo(3 + Math.log(10), within(1e-12));
        assertThat(joining.thresholdAmong(2)).as("a face that shows nothing is nobody's").isEqualTo(1);
    }

    @Test
    void refusesPeopleWithoutPair() {
        List<FaceGroup> people = SyntheticPeople.of(2, 1, 0.5, 3).people().subList(0, 1);
        assertThatThrownBy(() -> PersonCalibration.ofPeople(people))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("at least two people");
    }

    @Test
    void givesShippedCalibrationForItsModelAlone() {
        PersonCalibration shipped = PersonCalibration.embedded();
        ModelId model = shipped.origin().embedder();
        assertThat(PersonCalibration.of(model, model)).isEqualTo(shipped);
        assertThatThrownBy(() -> PersonCalibration.of(ModelId.ofCode("another", "1"), model))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("another");
    }

    @Test
    void countsAgreementFaceByFace() {
        BCubed agreement = BCubed.of(new int[] {0, 0, 1}, List.of(new int[] {0}, new int[] {1, 2}));
        assertThat(agreement.precision()).isEqualTo((1 + 0.5 + 0.5) / 3);
        assertThat(agreement.recall()).isEqualTo((0.5 + 0.5 + 1) / 3);
    }
}
