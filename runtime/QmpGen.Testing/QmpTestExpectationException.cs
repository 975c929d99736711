namespace QmpGen.Testing;

/// <summary>The client did not do what the test expected of it. The message lists what it did.</summary>
/// <param name="message">What was expected, and what was received.</param>
public sealed class QmpTestExpectationException(string message) : Exception(message);
