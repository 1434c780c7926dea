package io.facequality.cli.internal.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalStreamTest {

    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();

    private String shown() {
        return terminal.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writesControlCharactersAsEscapes() throws IOException {
        OutputStream results = TerminalStream.results(terminal);
        results.write("a\u001b[31mb\u0000\u0007\u0008\u007f\u0085\u009bc".getBytes(StandardCharsets.UTF_8));
        results.flush();
        assertThat(shown()).isEqualTo("a\\u001b[31mb\\u0000\\u0007\\u0008\\u007f\\u0085\\u009bc");
    }

    @Test
    void writesDirectionOverridesAndLineSeparatorsAsEscapes() throws IOException {
        OutputStream results = TerminalStream.results(terminal);
        results.write("\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\u2028\u2029".getBytes(StandardCharsets.UTF_8));
        results.flush();
        assertThat(shown()).isEqualTo(
                "\\u202a\\u202b\\u202c\\u202d\\u202e\\u2066\\u2067\\u2068\\u2069\\u2028\\u2029");
    }

    @ParameterizedTest
    @ValueSource(strings = {"path,face\nАнна/山田.png,0\n", "a\tb", "😀 é \u200F \uFFFD", ""})
    void leavesTextOfEveryScriptAsItIsHoweverItIsCut(String text) throws IOException {
        OutputStream results = TerminalStream.results(terminal);
        for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
            results.write(value);
            results.flush();
        }
        assertThat(shown()).isEqualTo(text);
    }

    @Test
    void replacesBytesThatAreNoText() throws IOException {
        OutputStream results = TerminalStream.results(terminal);
        results.write(new byte[] {'a', (byte) 0xE9, 'b', (byte) 0xFF, (byte) 0x9B, 'c'});
        results.flush();
        assertThat(shown()).isEqualTo("a\uFFFDb\uFFFD\uFFFDc");
    }

    @Test
    void letsProgressBarMoveToTheStartOfItsLine() {
        PrintStream messages =
                TerminalStream.messages(new PrintStream(terminal, true, StandardCharsets.UTF_8));
        messages.print("\r50 % \u001b[2J");
        messages.println("Анна");
        assertThat(shown()).isEqualTo("\r50 % \\u001b[2JАнна" + System.lineSeparator());
    }
}
