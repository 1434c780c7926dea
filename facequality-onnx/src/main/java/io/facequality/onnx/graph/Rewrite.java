package io.facequality.onnx.graph;

import java.io.IOException;

/** A change of a model's graph that is exact in real arithmetic and makes the model run faster. Holds nothing. */
interface Rewrite {

    /** The name under which plans and messages tell of it. */
    String name();

    /**
     * Changes a graph wherever the rewrite holds and pays.
     *
     * @return at how many places
     * @throws IOException if weights cannot be read
     */
    int apply(ModelGraph graph) throws IOException;
}
