package io.facequality.spark.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * What comes of things that are worked on some at a time. One thread.
 *
 * @param <T> what goes in
 * @param <R> what comes out
 */
final class Batches<T, R> implements Iterator<R> {

    private final Iterator<T> things;
    private final int size;
    private final Function<List<T>, Iterator<R>> work;
    private Iterator<R> ready = Collections.emptyIterator();

    Batches(Iterator<T> things, int size, Function<List<T>, Iterator<R>> work) {
        this.things = things;
        this.size = size;
        this.work = work;
    }

    @Override
    public boolean hasNext() {
        while (!ready.hasNext() && things.hasNext()) {
            List<T> batch = new ArrayList<>(size);
            while (batch.size() < size && things.hasNext()) {
                batch.add(things.next());
            }
            ready = work.apply(batch);
        }
        return ready.hasNext();
    }

    @Override
    public R next() {
        if (!hasNext()) {
            throw new NoSuchElementException("nothing is left");
        }
        return ready.next();
    }
}
