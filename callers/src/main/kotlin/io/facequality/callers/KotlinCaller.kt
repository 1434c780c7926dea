package io.facequality.callers

import io.facequality.Keep
import io.facequality.pipeline.FacePipeline
import io.facequality.pipeline.FaceWork
import io.facequality.pipeline.PictureSearch
import java.nio.file.Path

/** The usual calls, as a programmer of Kotlin writes them. */
object KotlinCaller {

    @JvmStatic
    fun scoreOf(picture: Path): Double? =
        FacePipeline.open().use { faces -> faces.score(picture).map { it.value() }.orElse(null) }

    @JvmStatic
    fun namesOfKept(people: Path, count: Int): List<String> =
        FacePipeline.open().use { faces ->
            faces.select(people, Keep.best(count)).groups().flatMap { group -> group.kept().map { it.picture() } }
        }

    /** Lambdas stand in for interfaces of one method, and results are matched by kind. */
    @JvmStatic
    fun scoresAndRejections(folder: Path): Map<String, String> {
        val results = linkedMapOf<String, String>()
        FacePipeline.builder().listener { }.build().use { faces ->
            faces.process(PictureSearch.usual().below(folder).pictures(), FaceWork.scored()) { picture ->
                results[picture.source()] = picture.faces().match(
                    { found -> found.joinToString { "%.2f".format(it.value().value()) } },
                    { rejection -> rejection.cause().name },
                )
            }
        }
        return results
    }
}
