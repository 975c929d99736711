using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>Reads the result of a call outside the receive loop, until a timeout or cancellation stops it.</summary>
/// <typeparam name="TResult">The type of the result.</typeparam>
/// <param name="json">The value of the response's <c>return</c>, which the result can refer to.</param>
/// <param name="context">The description of the response.</param>
internal delegate TResult QmpResultReader<out TResult>(ReadOnlyMemory<byte> json, QmpReadContext context);
