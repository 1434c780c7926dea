package io.facequality;

import java.util.Objects;

/**
 * What went wrong, in the five parts that a person needs to mend it.
 *
 * @param what what could not be done, as a clause: "cannot decode the picture"
 * @param where the file, model, field or argument that it happened at
 * @param expected what would have been right
 * @param found what was there instead
 * @param remedy what to do about it, as an imperative sentence
 */
public record Problem(String what, String where, String expected, String found, String remedy) {

    /** Checks that no part is missing. */
    public Problem {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(expected, "expected");
        Objects.requireNonNull(found, "found");
        Objects.requireNonNull(remedy, "remedy");
    }

    /**
     * Puts the parts into one line. Control characters, which file names may hold, and those that part lines or turn the
     * direction of writing around are written as escapes, so that the message stays one line wherever it is printed.
     *
     * @return one line without line breaks
     */
    public String message() {
        return oneLine(what + ": " + where + ": " + contrast() + ". " + remedy);
    }

    /**
     * What would have been right and what was there, for whoever says the rest in other words.
     *
     * @return both, as a clause
     */
    public String contrast() {
        return "expected " + expected + ", found " + found;
    }

    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    if (Character.isISOControl(c) || partsLines(c) || turnsWriting(c)) {
                        line.append(String.format("\\u%04x", (int) c));
                    } else {
                        line.append(c);
                    }
                }
            }
        }
        return line.toString();
    }

    private static boolean partsLines(char c) {
        return c == '\u2028' || c == '\u2029';
    }

    private static boolean turnsWriting(char c) {
        return c >= '\u202A' && c <= '\u202E' || c >= '\u2066' && c <= '\u2069';
    }
}
