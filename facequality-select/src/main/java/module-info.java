/** Finding duplicates and choosing among them, in pure Java. */
module io.facequality.select {
    requires transitive io.facequality;
    requires commons.math3;
    requires static org.jspecify;

    exports io.facequality.group;
    exports io.facequality.select;
    exports io.facequality.select.internal to
            io.facequality.pipeline,
            io.facequality.spark;
    exports io.facequality.group.internal to
            io.facequality.pipeline,
            io.facequality.spark;
    exports io.facequality.group.internal.people to
            io.facequality.pipeline,
            io.facequality.spark;
    exports io.facequality.group.internal.search to
            io.facequality.pipeline,
            io.facequality.spark;
}
