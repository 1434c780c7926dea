@NullMarked
package io.facequality.eval.folder;

import org.jspecify.annotations.NullMarked;
