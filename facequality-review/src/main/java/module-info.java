/** The local page on which a person looks at a plan, corrects it and applies it. */
module io.facequality.review {
    requires transitive io.facequality.pipeline;
    requires com.fasterxml.jackson.databind;
    requires jdk.httpserver;
    requires static org.jspecify;

    exports io.facequality.review;

    // The records there are what the page and the server tell each other, which Jackson reads and writes.
    opens io.facequality.review.internal to
            com.fasterxml.jackson.databind;
}
