namespace QmpGen.Fuzz.Growth;

/// <summary>A kind of hostile input, in any size.</summary>
/// <param name="Size">The size <c>n</c>. The meter compares it with <c>2n</c>.</param>
/// <param name="Create">Creates the input of a size.</param>
internal sealed record GrowthShape(string Name, int Size, Func<int, GrowthInput> Create);

/// <summary>An input that is ready to run.</summary>
/// <param name="Length">The length of the input in characters.</param>
/// <param name="Run">Processes the input and returns the length of the output.</param>
internal sealed record GrowthInput(long Length, Func<long> Run);
