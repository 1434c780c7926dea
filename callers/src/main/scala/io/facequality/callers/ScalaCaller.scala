package io.facequality.callers

import io.facequality.Keep
import io.facequality.pipeline.{FacePipeline, FaceWork, PictureSearch}

import java.nio.file.Path
import scala.jdk.CollectionConverters.*
import scala.jdk.OptionConverters.*
import scala.util.Using

/** The usual calls, as a programmer of Scala writes them. */
object ScalaCaller:

  def scoreOf(picture: Path): Option[Double] =
    Using.resource(FacePipeline.open())(_.score(picture).toScala.map(_.value))

  def namesOfKept(people: Path, count: Int): Seq[String] =
    Using.resource(FacePipeline.open()): faces =>
      for
        group <- faces.select(people, Keep.best(count)).groups.asScala.toSeq
        face <- group.kept.asScala
      yield face.picture

  /** Lambdas stand in for interfaces of one method, and results are matched by kind. */
  def scoresAndRejections(folder: Path): Map[String, String] =
    val results = Map.newBuilder[String, String]
    Using.resource(FacePipeline.open()): faces =>
      faces.process(
        PictureSearch.usual().below(folder).pictures(),
        FaceWork.scored(),
        picture =>
          results += picture.source -> picture.faces.`match`[String](
            found => found.asScala.map(face => "%.2f".format(face.value.value)).mkString(", "),
            rejection => rejection.cause.name
          )
      )
    results.result()
