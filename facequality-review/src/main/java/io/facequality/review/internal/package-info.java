/** What is behind the page: who may call, what can be asked, and the work that is done. */
@NullMarked
package io.facequality.review.internal;

import org.jspecify.annotations.NullMarked;
