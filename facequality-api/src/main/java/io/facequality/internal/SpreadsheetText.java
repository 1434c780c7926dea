package io.facequality.internal;

import java.util.regex.Pattern;

/**
 * Text in the cells of tables that people open with a spreadsheet. Some beginnings make a formula of it, which is run:
 * whoever names a folder could run something on the machine of whoever opens the table. An apostrophe before them makes
 * it text. Numbers are written as they are.
 */
public final class SpreadsheetText {

    /** What begins a formula, behind any number of apostrophes, so that each text is marked in a way of its own. */
    private static final Pattern FORMULA = Pattern.compile("'*[=+\\-@\t\r\n＝＋－＠].*", Pattern.DOTALL);

    private static final String MARK = "'";

    private SpreadsheetText() {}

    /**
     * Marks a text that a spreadsheet would run.
     *
     * @param text any text
     * @return a cell's content, from which {@link #unmarked} gives the text again
     */
    public static String marked(String text) {
        return FORMULA.matcher(text).matches() ? MARK + text : text;
    }

    /**
     * Takes the mark off.
     *
     * @param cell a cell's content
     * @return the text
     */
    public static String unmarked(String cell) {
        return cell.startsWith(MARK) && FORMULA.matcher(cell).matches() ? cell.substring(MARK.length()) : cell;
    }
}
