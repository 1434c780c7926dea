package io.facequality.distill.internal.student;

import io.facequality.convert.internal.network.MobileFaceNet;
import io.facequality.convert.internal.network.MobileFaceNet.MapShape;
import io.facequality.convert.internal.network.NetworkOperators;
import java.util.List;

/** A student whose blocks are those of a {@link MobileFaceNet}. */
interface MobileFaceNetBased extends Student {

    MobileFaceNet backbone();

    @Override
    default List<MapShape> blocks() {
        return backbone().blocks();
    }

    @Override
    default <T> T block(NetworkOperators<T> operators, int block, T maps) {
        return backbone().block(operators, block, maps);
    }
}
