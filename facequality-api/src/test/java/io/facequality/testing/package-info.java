/** What the tests of all modules share: the way to the shared data, damage to files, and threads. */
@NullMarked
package io.facequality.testing;

import org.jspecify.annotations.NullMarked;
