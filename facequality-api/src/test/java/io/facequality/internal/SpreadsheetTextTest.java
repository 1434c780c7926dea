package io.facequality.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadsheetTextTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "=cmd|calc!A1", "+1+1", "-x", "@SUM(1)", "\tx", "\rx", "\n=x", "＝1", "'=x", "''=x", "-", "=HYPERLINK(\"x\").jpg"
    })
    void marksWhatASpreadsheetWouldRunAndTakesTheMarkOffAgain(String text) {
        assertThat(SpreadsheetText.marked(text)).isEqualTo("'" + text);
        assertThat(SpreadsheetText.unmarked(SpreadsheetText.marked(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "anna/1.jpg", "a=b", "'", "'anna'", "it's", " =x", "1-2", "Анна"})
    void leavesOtherTextAlone(String text) {
        assertThat(SpreadsheetText.marked(text)).isEqualTo(text);
        assertThat(SpreadsheetText.unmarked(text)).isEqualTo(text);
    }

    @Test
    void takesNoMarkOffTextThatHasNone() {
        assertThat(SpreadsheetText.unmarked("=x")).isEqualTo("=x");
    }
}
