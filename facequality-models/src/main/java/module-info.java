/** The embedded default models. */
module io.facequality.models {
    requires static org.jspecify;

    exports io.facequality.models;
}
