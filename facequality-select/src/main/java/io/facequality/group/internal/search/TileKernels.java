package io.facequality.group.internal.search;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Optional;

/** Chooses, once for the process, the fastest kernel that this Java machine can run. */
final class TileKernels {

    private static final String VECTOR_MODULE = "jdk.incubator.vector";
    private static final String VECTOR_KERNEL = "io.facequality.group.internal.search.VectorApiTileKernel";

    private TileKernels() {}

    /** A new kernel of the chosen kind, for one thread. */
    static TileKernel fastest() {
        return Chosen.KIND.create();
    }

    private interface Kind {
        TileKernel create();
    }

    private static final class Chosen {
        private static final Kind KIND = choose();

        private static Kind choose() {
            Optional<Module> vector = ModuleLayer.boot().findModule(VECTOR_MODULE);
            if (vector.isEmpty()) {
                return PlainTileKernel::new;
            }
            TileKernels.class.getModule().addReads(vector.get());
            try {
                Class<?> kernel = Class.forName(VECTOR_KERNEL);
                Method isWorthwhile = kernel.getDeclaredMethod("isWorthwhile");
                Constructor<?> constructor = kernel.getDeclaredConstructor();
                return Boolean.TRUE.equals(isWorthwhile.invoke(null))
                        ? () -> created(constructor)
                        : PlainTileKernel::new;
            } catch (ReflectiveOperationException | LinkageError e) {
                // An incubating module may change from one Java release to the next; plain loops always run.
                return PlainTileKernel::new;
            }
        }

        private static TileKernel created(Constructor<?> constructor) {
            try {
                return (TileKernel) constructor.newInstance();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("the kernel " + constructor + " ran before and does not now", e);
            }
        }
    }
}
