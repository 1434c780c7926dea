package io.facequality.eval.internal.report;

import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.InvalidInputException;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;

/**
 * Faces side by side, each with a caption, for a person to look at.
 *
 * @param name the stem of its file name
 * @param title what it shows
 * @param tiles the faces, in their order; at least one
 */
public record ContactSheet(String name, String title, List<Tile> tiles) {

    private static final int COLUMNS = 8;
    private static final int MARGIN = 8;
    private static final int CAPTION = 18;
    private static final int CELL = AlignedFace.SIZE + MARGIN;

    /**
     * One face.
     *
     * @param face its pixels
     * @param caption a few characters; longer captions are cut off
     */
    public record Tile(AlignedFace face, String caption) {

        /** Checks that nothing is missing. */
        public Tile {
            Objects.requireNonNull(face, "face");
            Objects.requireNonNull(caption, "caption");
        }
    }

    /** Copies the list. */
    public ContactSheet {
        Objects.requireNonNull(title, "title");
        name = Texts.fileStem(name);
        tiles = List.copyOf(tiles);
        if (tiles.isEmpty()) {
            throw InvalidInputException.ofValue("ContactSheet", "at least one face on the sheet " + title, "none");
        }
    }

    /** Draws the sheet. */
    void writeJpeg(OutputStream stream) throws IOException {
        ImageIO.write(draw(), "jpeg", stream);
    }

    BufferedImage draw() {
        int columns = Math.min(COLUMNS, tiles.size());
        int rows = (tiles.size() + COLUMNS - 1) / COLUMNS;
        BufferedImage sheet = new BufferedImage(
                MARGIN + columns * CELL, MARGIN + rows * (CELL + CAPTION), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
            graphics.setColor(Color.BLACK);
            graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
            for (int i = 0; i < tiles.size(); i++) {
                draw(tiles.get(i), MARGIN + i % COLUMNS * CELL, MARGIN + i / COLUMNS * (CELL + CAPTION), graphics);
            }
        } finally {
            graphics.dispose();
        }
        return sheet;
    }

    private static void draw(Tile tile, int left, int top, Graphics2D graphics) {
        graphics.drawImage(tile.face().image().toBufferedImage(), left, top, null);
        graphics.setClip(left, top, AlignedFace.SIZE, AlignedFace.SIZE + CAPTION);
        graphics.drawString(tile.caption(), left, top + AlignedFace.SIZE + CAPTION - 5);
        graphics.setClip(null);
    }
}
