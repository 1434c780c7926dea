package io.facequality.pipeline;

import io.facequality.Problem;
import io.facequality.StorageException;
import java.util.List;

/**
 * What came of carrying out a plan, or of undoing it.
 *
 * @param done how many files were copied, linked, moved or restored
 * @param alreadyThere how many were in place before
 * @param failures what could not be done; everything else was
 */
public record ApplicationResult(int done, int alreadyThere, List<Problem> failures) {

    /** Copies the list. */
    public ApplicationResult {
        failures = List.copyOf(failures);
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
