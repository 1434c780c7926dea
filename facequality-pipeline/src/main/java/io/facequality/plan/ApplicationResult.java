package io.facequality.plan;

import io.facequality.Problem;
import io.facequality.StorageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of applying a plan, or of undoing it.
 *
 * @param done how many files were copied, linked, moved or restored
 * @param alreadyThere how many were in place before
 * @param failures what could not be done; everything else was
 * @param undoFile what moves the pictures back; empty if nothing was to be moved
 */
public record ApplicationResult(int done, int alreadyThere, List<Problem> failures, Optional<Path> undoFile) {

    /** Copies the list and checks that nothing is missing. */
    public ApplicationResult {
        failures = List.copyOf(failures);
        Objects.requireNonNull(undoFile, "undoFile");
    }

    /**
     * Gives the result to a caller for whom a single failure is too many.
     *
     * @return this result, without failures
     * @throws StorageException if there is a failure; its message is the first one's and counts the others
     */
    public ApplicationResult orElseThrow() {
        if (failures.isEmpty()) {
            return this;
        }
        Problem first = failures.get(0);
        throw new StorageException(
                failures.size() == 1
                        ? first
                        : new Problem(
                                first.what() + " (and " + (failures.size() - 1) + " other files)",
                                first.where(),
                                first.expected(),
                                first.found(),
                                first.remedy()));
    }
}
