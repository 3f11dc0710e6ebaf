/**
 * Ways to find formulas for a table without a network, each behind {@link org.kan4j.discover.find.Finder}. A finder proposes; what is
 * kept, in which order finders are asked, and when to stop belong to the search.
 */
package org.kan4j.discover.find;
