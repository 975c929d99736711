namespace QmpGen.Testing;

/// <summary>The client did not do what the test expected. The message lists what the server received.</summary>
/// <param name="message">The expectation and what the server received instead.</param>
public sealed class QmpTestExpectationException(string message) : Exception(message);
