package io.facequality.eval.internal.report;

import java.util.Base64;

/** Writes the body of a page. All text is escaped: names come from whoever named the files. */
final class HtmlBody {

    private final StringBuilder html = new StringBuilder();

    void heading(String text) {
        element("h2", text);
    }

    void subheading(String text) {
        element("h3", text);
    }

    void paragraph(String text) {
        element("p", text);
    }

    void note(String text) {
        html.append("<p class=\"note\">").append(escaped(text)).append("</p>\n");
    }

    void list(String style, Iterable<String> items) {
        html.append("<ul class=\"").append(style).append("\">\n");
        items.forEach(item -> element("li", item));
        html.append("</ul>\n");
    }

    void image(String type, byte[] bytes, String description) {
        html.append("<p><img alt=\"")
                .append(escaped(description))
                .append("\" src=\"data:")
                .append(type)
                .append(";base64,")
                .append(Base64.getEncoder().encodeToString(bytes))
                .append("\"></p>\n");
    }

    void startTable(String... columns) {
        html.append("<table>\n<tr>");
        for (String column : columns) {
            html.append("<th>").append(escaped(column)).append("</th>");
        }
        html.append("</tr>\n");
    }

    /** Starts a table without a head. */
    void startSmallTable() {
        html.append("<table class=\"small\">\n");
    }

    void row(String... cells) {
        html.append("<tr>");
        for (String cell : cells) {
            html.append("<td>").append(escaped(cell)).append("</td>");
        }
        html.append("</tr>\n");
    }

    void endTable() {
        html.append("</table>\n");
    }

    private void element(String name, String text) {
        html.append('<').append(name).append('>').append(escaped(text)).append("</").append(name).append(">\n");
    }

    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (char c : text.toCharArray()) {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(c);
            }
        }
        return safe.toString();
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
