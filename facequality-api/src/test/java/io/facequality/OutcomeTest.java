package io.facequality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.Outcome.Rejection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeTest {

    private final Outcome<Integer> three = Outcome.ok(3);
    private final Outcome<Integer> none = Outcome.rejected(
            Rejection.Cause.EMPTY, new Problem("cannot count", "here", "something", "nothing", "Look elsewhere."));

    @Test
    void mapChangesAValueAndKeepsARejection() {
        assertThat(three.map(value -> value + 1)).isEqualTo(Outcome.ok(4));
        assertThat(none.map(value -> value + 1)).isEqualTo(none);
    }

    @Test
    void matchMakesOneThingOfBothCases() {
        assertThat(three.<String>match(value -> "value " + value, Rejection::message)).isEqualTo("value 3");
        assertThat(none.<String>match(value -> "value " + value, Rejection::message)).startsWith("cannot count");
    }

    @Test
    void acceptHandsOverTheValueOrTheReason() {
        List<Object> taken = new ArrayList<>();
        three.accept(taken::add, rejection -> taken.add(rejection.cause()));
        none.accept(taken::add, rejection -> taken.add(rejection.cause()));
        assertThat(taken).containsExactly(3, Rejection.Cause.EMPTY);
    }

    @Test
    void orElseThrowThrowsWhatTheRejectionSays() {
        assertThat(three.orElseThrow()).isEqualTo(3);
        assertThatThrownBy(none::orElseThrow)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("cannot count: here: expected something");
    }
}
