package io.facequality.spark.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.apache.spark.sql.Row;

/** What comes of sorted rows of which those that belong together follow one another. One thread. */
final class Runs implements Iterator<Row> {

    private final Iterator<Row> rows;
    private final BiPredicate<Row, Row> together;
    private final Function<List<Row>, Iterator<Row>> work;
    private final List<Row> run = new ArrayList<>();
    private Iterator<Row> ready = Collections.emptyIterator();

    Runs(Iterator<Row> rows, BiPredicate<Row, Row> together, Function<List<Row>, Iterator<Row>> work) {
        this.rows = rows;
        this.together = together;
        this.work = work;
    }

    @Override
    public boolean hasNext() {
        while (!ready.hasNext() && (rows.hasNext() || !run.isEmpty())) {
            ready = work.apply(nextRun());
        }
        return ready.hasNext();
    }

    /** The first row of the next run is read before this one is known to be whole. */
    private List<Row> nextRun() {
        while (rows.hasNext()) {
            Row row = rows.next();
            if (!run.isEmpty() && !together.test(run.get(0), row)) {
                List<Row> whole = List.copyOf(run);
                run.clear();
                run.add(row);
                return whole;
            }
            run.add(row);
        }
        List<Row> last = List.copyOf(run);
        run.clear();
        return last;
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException("nothing is left");
        }
        return ready.next();
    }
}
