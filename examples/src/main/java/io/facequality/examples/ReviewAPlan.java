package io.facequality.examples;

import io.facequality.review.ReviewServer;
import java.nio.file.Path;

/** Lets a person look at a plan in the browser, correct it and apply it. */
public final class ReviewAPlan {

    private ReviewAPlan() {}

    /**
     * Runs until the person closes the window.
     *
     * @param arguments the plan's file
     */
    public static void main(String[] arguments) {
        review(Path.of(arguments[0]));
    }

    private static void review(Path plan) {
        try (ReviewServer server = ReviewServer.builder().plan(plan).untilClosed().start()) {
            System.out.println("Open " + server.newLink());
            server.awaitEnd();
        }
    }
}
