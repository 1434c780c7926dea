package io.facequality.onnx.internal.graph;

import java.io.IOException;

/**
 * A change of a model's graph that makes the model run faster. It is exact in real arithmetic, or changes less than
 * single precision can tell. Holds nothing.
 */
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
