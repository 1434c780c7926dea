package io.facequality.cli.internal.console;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * A way to a terminal for text that comes from anybody, such as the names of files. A terminal would obey control
 * characters: they could change its title or what is on it, or type in someone's place. They are written as escapes, and
 * so are the characters that turn the direction of writing around or start a line.
 */
final class TerminalStream extends OutputStream {

    private static final int LONGEST_CHARACTER = 4;

    private final Writer terminal;
    private final String allowed;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);

    /** The beginning of a character whose other bytes have not come yet. */
    private final ByteBuffer begun = ByteBuffer.allocate(LONGEST_CHARACTER);

    private TerminalStream(Writer terminal, String allowed) {
        this.terminal = terminal;
        this.allowed = allowed;
    }

    /** For results, in UTF-8: lines and tabs. */
    static OutputStream results(OutputStream out) {
        return new TerminalStream(new OutputStreamWriter(out, StandardCharsets.UTF_8), "\t\n" + System.lineSeparator());
    }

    /** For messages: also what moves a progress bar to the start of its line. */
    static PrintStream messages(PrintStream err) {
        Writer terminal = new Writer() {
            @Override
            public void write(char[] text, int from, int length) {
                // In the terminal's own charset, which the stream knows.
                err.print(new String(text, from, length));
            }

            @Override
            public void flush() {
                err.flush();
            }

            @Override
            public void close() {
                err.close();
            }
        };
        return new PrintStream(new TerminalStream(terminal, "\t\n\r"), true, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        ByteBuffer input = ByteBuffer.allocate(begun.position() + length);
        input.put(begun.flip()).put(bytes, from, length).flip();
        CharBuffer text = CharBuffer.allocate(input.remaining());
        decoder.decode(input, text, false);
        begun.clear().put(input);
        terminal.write(harmless(text.flip()));
    }

    private String harmless(CharSequence text) {
        StringBuilder harmless = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isHarmful(c) && allowed.indexOf(c) < 0) {
                harmless.append(String.format("\\u%04x", (int) c));
            } else {
                harmless.append(c);
            }
        }
        return harmless.toString();
    }

    private static boolean isHarmful(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            case Character.FORMAT -> isTurning(c);
            default -> false;
        };
    }

    /** Whether it embeds, overrides or isolates a direction of writing (Unicode Standard Annex 9). */
    private static boolean isTurning(char c) {
        return c >= '\u202A' && c <= '\u202E' || c >= '\u2066' && c <= '\u2069';
    }

    @Override
    public void flush() throws IOException {
        terminal.flush();
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
