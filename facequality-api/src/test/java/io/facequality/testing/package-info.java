/** What the tests of all modules share: the way to the shared data, and one contract test for each verb. */
@NullMarked
package io.facequality.testing;

import org.jspecify.annotations.NullMarked;
