using System.Buffers;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>The result or error of a call, in memory from the array pool.</summary>
/// <param name="IsError">Whether the response is an error.</param>
/// <param name="Rented">The array that starts with the value of <c>return</c> or <c>error</c>.</param>
/// <param name="Length">The length of the value.</param>
internal readonly record struct QmpResponse(bool IsError, byte[] Rented, int Length)
{
    /// <summary>The result of a call that completes without a response.</summary>
    public static QmpResponse Empty => Create(isError: false, "{}"u8);

    /// <summary>The value of <c>return</c> or <c>error</c>. Valid until <see cref="Return"/>.</summary>
    public ReadOnlyMemory<byte> Payload => Rented.AsMemory(0, Length);

    /// <summary>Copies a response.</summary>
    public static QmpResponse Create(bool isError, ReadOnlySpan<byte> payload)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(payload.Length);
        payload.CopyTo(rented);
        return new QmpResponse(isError, rented, payload.Length);
    }

    /// <summary>Returns the memory to the array pool, after the last use of the payload.</summary>
    public void Return() => ArrayPool<byte>.Shared.Return(Rented);

    /// <summary>Reads the class and description of an error.</summary>
    /// <remarks>Only the first of duplicate members is read, because reading a long text is expensive.</remarks>
    public (string Class, string Description) ReadError()
    {
        string? errorClass = null;
        string? description = null;
        JsonMemberReader members = new(Payload.Span);
        while (members.MoveNext())
        {
            if (errorClass is null && members.Is("class"u8))
            {
                errorClass = members.Text;
            }
            else if (description is null && members.Is("desc"u8))
            {
                description = members.Text;
            }
        }

        return (errorClass ?? "GenericError", description ?? "(no description)");
    }
}
