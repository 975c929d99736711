using System.Globalization;
using QmpGen.CodeGeneration;

namespace QmpGen.Tests;

public sealed class QmpEventTests
{
    [Fact]
    public void WireName_OfAnUnknownEvent_IsTheReceivedName()
    {
        QmpEvent unknown = new QmpUnknownEvent("NEW_EVENT", new QmpReadContext { Subject = "the event NEW_EVENT" });

        Assert.Equal("NEW_EVENT", unknown.WireName);
        Assert.Contains("WireName = NEW_EVENT", unknown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_OfUnknownEvent_IsOneLine()
    {
        QmpProtocolException problem = Throw(
            new QmpProtocolException("It has no member 'id'.", new IOException("inner"))
        );
        QmpUnknownEvent unknown = new("NEW", new QmpReadContext { Subject = "the event NEW" })
        {
            Data = QmpValue.Parse("{\r\n    \"a\": [\n        1\n    ]\n}"),
            Problem = problem,
        };

        Assert.EndsWith(
            "WireName = NEW, Data = { \"a\": [ 1 ] }, Problem = It has no member 'id'. }",
            unknown.ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void ToString_InAnyCulture_HasMicroseconds()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        CultureInfo other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        other.DateTimeFormat.TimeSeparator = ".";
        CultureInfo.CurrentCulture = other;
        try
        {
            DateTimeOffset time = DateTimeOffset.FromUnixTimeSeconds(1700000000).AddMicroseconds(123457);
            QmpUnknownEvent received = new("NEW", new QmpReadContext { Subject = "the event NEW", Timestamp = time });

            Assert.Contains(
                "Timestamp = 2023-11-14 22:13:20.123457+00:00,",
                received.ToString(),
                StringComparison.Ordinal
            );
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void ToString_OfInterruption_IsOneLine()
    {
        QmpConnectionException cause = Throw(new QmpConnectionException("lost"));

        Assert.EndsWith("Cause = lost }", new QmpInterruptedEvent(cause).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void WireName_OfAnInterruption_IsEmpty() =>
        Assert.Empty(new QmpInterruptedEvent(new QmpConnectionException("lost")).WireName);

    /// <summary>Gives an exception a stack trace.</summary>
    private static TException Throw<TException>(TException exception)
        where TException : Exception
    {
        try
        {
            throw exception;
        }
        catch (TException e)
        {
            return e;
        }
    }

    [Fact]
    public void ToString_OfUnknownEventWithSecret_RedactsIt()
    {
        QmpUnknownEvent unknown = new("NEW", new QmpReadContext { Subject = "the event NEW" })
        {
            Data = QmpValue.Parse("""{"password": "hunter2"}"""),
        };

        Assert.Contains("(redacted)", unknown.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", unknown.ToString(), StringComparison.Ordinal);
    }
}
