package io.facequality.plan.internal;

import io.facequality.ProgressListener;
import io.facequality.internal.WholeFile;
import io.facequality.pipeline.internal.OutputPlace;
import java.nio.file.Path;

/**
 * Where people are written: as JSON, which later runs read, as a table, and as a page to look at.
 *
 * @param json the people
 * @param csv one row per face
 * @param page one row per person
 */
public record PeopleFiles(Path json, Path csv, Path page) {

    /** {@code people.json}, {@code people.csv} and {@code people.html} in a folder. */
    public static PeopleFiles in(Path folder) {
        return new PeopleFiles(
                folder.resolve("people.json"), folder.resolve("people.csv"), folder.resolve("people.html"));
    }

    /**
     * Checks, before long work, that they can be written.
     *
     * @throws io.facequality.FaceQualityException.StorageException if not
     */
    public void requireWritable() {
        OutputPlace.requireFile(json);
        OutputPlace.requireFile(csv);
        OutputPlace.requireFile(page);
    }

    /**
     * Writes people. Earlier files are replaced; each appears whole or not at all.
     *
     * @param listener is told of every thumbnail that is made for the page
     * @throws io.facequality.FaceQualityException.StorageException if a file cannot be written
     */
    public void write(FoundPeople found, ProgressListener listener) {
        WholeFile.replace(json, stream -> PeopleDocument.write(found, stream));
        WholeFile.replace(csv, stream -> PeopleCsv.write(found.people(), stream));
        WholeFile.replace(page, stream -> PeoplePage.write(found, listener, stream));
    }
}
