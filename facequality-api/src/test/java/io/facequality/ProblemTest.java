package io.facequality;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.FaceQualityException.Problem;
import org.junit.jupiter.api.Test;

class ProblemTest {

    @Test
    void staysOneLineThatObeysNoNameOfAFile() {
        String message = new Problem(
                        "cannot read", "a\n\u001b[2J\u009b\u202Egpj\u2066\u2028\u2029é", "x", "y", "Do z.")
                .message();
        assertThat(message).isEqualTo(
                "cannot read: a\\n\\u001b[2J\\u009b\\u202egpj\\u2066\\u2028\\u2029é: expected x, found y. Do z.");
    }
}
