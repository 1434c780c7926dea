package io.facequality.spark.internal;

import io.facequality.pipeline.FacePipeline;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pipelines of this process, one for all of its tasks: a session for each task or partition would take the model's
 * memory as often, and its start. Spark gives a process no other place for what outlives a task. They stay open until
 * the process ends.
 */
final class ExecutorPipelines {

    private static final Map<ReadingSettings, FacePipeline> OPEN = new ConcurrentHashMap<>();

    private ExecutorPipelines() {}

    static FacePipeline of(ReadingSettings settings) {
        return OPEN.computeIfAbsent(settings, key -> {
            ArrivedModel.requireSameModels(key);
            return key.open();
        });
    }

    /** How many were opened. */
    static int count() {
        return OPEN.size();
    }
}
